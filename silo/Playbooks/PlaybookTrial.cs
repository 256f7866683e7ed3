using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Playbooks.Simulation;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Search;

namespace AccountTwins.Silo.Playbooks;

/// <summary>
/// Tries a playbook on all of a tenant: every account as its twin is stored, and the decisions of the last days. A page of accounts is in memory at a
/// time. Throws <see cref="StoreUnavailableException"/>, and <see cref="System.Text.Json.JsonException"/> for entries that cannot be read.
/// </summary>
internal sealed class PlaybookTrial(IAccountSearch search, ITwinStore twins, ILedgerStore ledger, IFeedBoard feeds, TrialOf of)
{
    private const int PageSize = 200;
    private const int EntriesAtOnce = 500;

    private readonly PlaybookSimulation _simulation = new(of.Before, of.After, of.Now);

    /// <summary>Accounts whose stored twin this release cannot read.</summary>
    public long Skipped { get; private set; }

    public SimulationReport Report() => _simulation.Report();

    /// <summary>A page of the tenant's accounts; null cursor: the first. Answers the next cursor, null after the last page.</summary>
    public async Task<string?> PageAsync(string? cursor, CancellationToken cancellationToken)
    {
        var page = await search.FindAsync(new AccountQuery { Tenant = of.Tenant, PageSize = PageSize, Cursor = cursor }, cancellationToken);
        var read = page.Rows.Select(row => (row.Key, Row: twins.ReadAsync(row.Key, cancellationToken), Tail: ledger.ReadTailAsync(new LedgerSubject(of.Tenant, row.Key.Account), cancellationToken))).ToArray();
        await Task.WhenAll(read.SelectMany(one => new Task[] { one.Row, one.Tail }));
        foreach (var (key, row, tail) in read)
        {
            var book = AccountLedger.BookOf(await tail);
            if (await row is { Row: not null } stored)
                Probe(key, stored, book);
            if (book.LastNumber > 0 && book.LastAt >= of.Since)
                await JudgeAsync(key, book.LastNumber, cancellationToken);
        }

        return page.Next;
    }

    private void Probe(AccountKey key, StoredAccount stored, DecisionBook book)
    {
        AccountTwin twin;
        try
        {
            twin = TwinRow.Read(key, stored.Row!);
        }
        catch (UnreadableTwinException)
        {
            Skipped++;
            return;
        }

        var states = feeds.For(of.Tenant);
        var health = HealthRules.Assess(twin, states, of.Now);
        _simulation.Probe(new SimulatedAccount(key.Account, FactsBy(of.Before), FactsBy(of.After)));

        AccountFacts FactsBy(Playbook playbook) => FactsOf.Twin(twin, health, states, Stakes.Of(twin, playbook, of.Survival, book.Tier, of.Now), book, isParked: stored.Aside is not null, of.Now);
    }

    private async Task JudgeAsync(AccountKey key, long last, CancellationToken cancellationToken)
    {
        var subject = new LedgerSubject(key.Tenant, key.Account);
        for (var from = await FirstAsync(subject, last, cancellationToken); from <= last;)
        {
            var entries = await ledger.ReadAsync(subject, from, EntriesAtOnce, cancellationToken);
            if (entries.Length == 0)
                return;
            foreach (var entry in entries.Where(entry => entry.Kind == EntryKinds.Decision && entry.At >= of.Since))
                _simulation.Judge(new StoredDecision(key.Account, entry.Number, LedgerJson.Read<DecisionEntry>(entry.Body)));
            from = entries[^1].Number + 1;
        }
    }

    /// <summary>No entry before it is of the days asked for: entries stand in the order of their times.</summary>
    private async Task<long> FirstAsync(LedgerSubject subject, long last, CancellationToken cancellationToken)
    {
        var (low, high) = (1L, last);
        while (high - low > EntriesAtOnce)
        {
            var middle = low + ((high - low) / 2);
            if (await ledger.ReadAsync(subject, middle, 1, cancellationToken) is [var entry] && entry.At < of.Since)
                low = middle;
            else
                high = middle;
        }

        return low;
    }
}

/// <summary>What is tried on whom.</summary>
/// <param name="Before">The playbook in force.</param>
/// <param name="Since">Older decisions are left out.</param>
internal sealed record TrialOf(string Tenant, Playbook Before, Playbook After, SurvivalModels Survival, DateTimeOffset Now, DateTimeOffset Since);
