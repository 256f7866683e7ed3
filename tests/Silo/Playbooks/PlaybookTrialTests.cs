using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Tests.Domain.Accounts;
using AccountTwins.Tests.Support;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>A trial looks at every account that is stored, asked about or not, and at the decisions of the days asked for.</summary>
public sealed class PlaybookTrialTests : IAsyncLifetime
{
    private static readonly Playbook Before = DefaultPlaybook.Value;
    private static readonly Playbook After = Before with { Hash = "after", Matrix = LatitudeMatrix.TryCreate((_, _) => Latitude.Suspended, out _)! };
    private static readonly DateTimeOffset Now = Situation.Noon;

    private StoreHost host = null!;

    public async Task InitializeAsync() => host = await StoreHost.OpenAsync(StoreKind.Sqlite);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Accounts_that_nothing_was_asked_about_are_looked_at_too()
    {
        var accounts = Enumerable.Range(0, 230).Select(number => $"a-{number:000}").ToArray();
        await Task.WhenAll(accounts.Select(StoreAsync));
        await host.ChangeAsync("UPDATE account_twin SET state = x'00' WHERE account = 'a-007'");
        foreach (var at in new[] { Now.AddDays(-40), Now.AddDays(-1) })
            await DecideAsync("a-003", at);
        var trial = new PlaybookTrial(host.Search, host.Twins, host.Ledger, new LiveFeeds(), new TrialOf("acme", Before, After, SurvivalModels.Fit(RenewalHistory.Empty, Before.Value.Assumptions), Now, Now.AddDays(-30)));

        var (cursor, pages) = ((string?)null, 0);
        do
        {
            cursor = await trial.PageAsync(cursor, default);
            pages++;
        }
        while (cursor is not null);

        var report = trial.Report();
        Assert.Equal((2, 229, 229, 1), (pages, report.Accounts, report.AccountsChanged, trial.Skipped));
        Assert.Equal((1, 1, 1), (report.Decisions, report.DecisionsChanged, report.After.Handovers - report.Before.Handovers));
        Assert.Equal("a-003", report.NamedDecisions.Single().Account);
    }

    private async Task StoreAsync(string account)
    {
        var key = new AccountKey("acme", account);
        var signed = Signal.Of(
            new ContractSigned { Contract = "c", Arr = 9_600, Currency = "EUR", Start = new DateOnly(2026, 1, 1), End = new DateOnly(2026, 12, 31) }, Now.AddDays(-20), "/crm", "c");
        var twin = TwinBench.Fed(AccountTwin.Empty(key), 0, [signed]);
        Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(TwinRow.Write(twin, null, Guid.NewGuid()), default));
    }

    private async Task DecideAsync(string account, DateTimeOffset at)
    {
        var subject = new LedgerSubject("acme", account);
        var situation = Situation.Good(Situation.Action("reply"));
        var input = situation.Input with { Now = at, Tenant = situation.Input.Tenant with { Playbook = Before.Hash } };
        var body = LedgerJson.Write(new DecisionEntry { Input = input, Verdict = VerdictRules.Decide(input, Before), ActionsHash = "h", RequestHash = 1 });
        var end = await host.Ledger.ReadEndAsync(subject, default);
        var number = (end?.Number ?? 0) + 1;
        var entry = new LedgerEntry(number, EntryKinds.Decision, at, 0, LedgerChain.HashOf(end?.Hash, "acme", account, number, EntryKinds.Decision, at, 0, body, default), body, null);
        Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync(new LedgerAppend(subject, null, [entry], []), default));
    }

    private sealed class LiveFeeds : IFeedBoard
    {
        public FeedStates For(string tenant) => FeedStates.AllLive;

        public void Observe(string tenant, Family family, DateTimeOffset time)
        {
        }

        public void Heartbeat(string tenant, Family family, DateTimeOffset time)
        {
        }
    }
}
