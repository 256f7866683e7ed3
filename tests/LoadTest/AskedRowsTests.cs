using System.Globalization;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.LoadTest.Crash.Asking;
using AccountTwins.LoadTest.Running;
using AccountTwins.Tests.Support;
using AccountTwins.Tests.Support.Decisions;
using NextStep = AccountTwins.Grains.Interfaces.Contracts.NextStep;
using DecisionState = AccountTwins.Grains.Interfaces.Contracts.DecisionState;
using StoredState = AccountTwins.Domain.Decisions.Book.DecisionState;
using VerdictKind = AccountTwins.Grains.Interfaces.Contracts.VerdictKind;

namespace AccountTwins.Tests.LoadTest;

/// <summary>The audit of the crash run is only worth something if it names what is wrong: faults are planted into the rows of a real ledger, past the product.</summary>
public sealed class AskedRowsTests : IAsyncLifetime
{
    private const string Account = "asked-1";
    private const string Release = "crash-0";

    private readonly List<Asked> _asked = [];
    private readonly List<(string Account, string Kind, ulong Key, byte[] Body)> _entries = [];
    private StoreHost _host = null!;

    public async Task InitializeAsync() => _host = await StoreHost.OpenAsync(StoreKind.Sqlite);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_was_answered_and_is_stored_has_no_fault()
    {
        Grant("a", 40, DecisionState.Executed);
        Grant("b", 40, DecisionState.NotExecuted);
        Grant("c", 40);
        Grant("d", 600);

        Assert.Equal(VerdictKind.Deny, _asked[^1].Verdict);
        Assert.Empty(await FaultsAsync());
    }

    [Fact]
    public async Task An_act_that_was_decided_twice_is_named()
    {
        Grant("a", 20);
        Grant("b", 20);

        Assert.Equal(
            ["asked-1: the key of 3 was decided twice", "asked-1: a was decided again at 3"],
            await FaultsAsync(Copy(1, to: 3)));
    }

    [Fact]
    public async Task An_act_that_was_decided_twice_under_another_hash_of_its_key_is_named()
    {
        Grant("a", 20);

        Assert.Equal(["asked-1: a was decided again at 2"], await FaultsAsync(Copy(1, to: 2, key: "77")));
    }

    [Theory]
    [InlineData(40, 2, "asked-1: 120 EUR in 3 credits at 3")]
    [InlineData(5, 3, "asked-1: 20 EUR in 4 credits at 4")]
    public async Task A_budget_that_was_overspent_is_named_with_sum_and_count(int amount, int grants, string fault)
    {
        for (var number = 1; number <= grants; number++)
            Grant($"k{number}", amount);

        Assert.Empty(await FaultsAsync());
        Assert.Equal([fault], await RowFaultsAsync(Copy(1, to: grants + 1, key: "77", request: ("k1", "other"))));
    }

    [Fact]
    public async Task A_budget_is_that_of_the_playbook_that_was_asked_under()
    {
        Grant("a", 40);
        Grant("b", 40);

        Assert.Equal(["asked-1: 80 EUR in 2 credits at 2"], await FaultsAsync(new CreditLimits(79, 3, 2_000)));
        Assert.Equal(["asked-1: 80 EUR in 2 credits at 2"], AskedRows.Faults(_asked, await Database.LedgerAsync(), TimeSpan.Zero, new CreditLimits(80, 1, 2_000)));
        Assert.Empty(AskedRows.Faults(_asked, await Database.LedgerAsync(), TimeSpan.Zero, new CreditLimits(80, 2, 2_000)));
    }

    [Fact]
    public async Task What_is_spent_is_what_was_allowed_and_not_given_back()
    {
        Grant("a", 40, DecisionState.Executed);
        Grant("b", 30, DecisionState.NotExecuted);
        Grant("c", 5);
        Grant("d", 600);
        Grant("e", 7, account: "asked-2");
        await FaultsAsync();

        Assert.Equal(52, AskedRows.SpentIn(await Database.LedgerAsync()));
    }

    [Fact]
    public async Task A_release_that_was_granted_more_than_its_hours_allow_is_named()
    {
        for (var account = 0; account < 45; account++)
        {
            Grant($"a{account}", 50, account: $"asked-{account}");
            Grant($"b{account}", 50, account: $"asked-{account}");
        }

        Assert.Equal(["crash-0 granted 4500 EUR in 2 hours"], await FaultsAsync());
        Assert.Empty(AskedRows.Faults(_asked, await Database.LedgerAsync(), TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task An_allowance_without_a_row_is_named()
    {
        Grant("a", 20);
        Grant("b", 20);

        Assert.Equal([$"{_asked[1].DecisionId} of asked-1: was answered with AllowWithObligations and has no row"], await FaultsAsync("DELETE FROM ledger WHERE number = 2"));
    }

    [Fact]
    public async Task An_allowance_whose_whole_chain_is_gone_is_named()
    {
        Grant("a", 20);

        Assert.Equal([$"{_asked[0].DecisionId} of asked-1: was answered with AllowWithObligations and has no row"], await FaultsAsync("DELETE FROM ledger"));
    }

    [Fact]
    public async Task An_allowance_that_is_stored_as_something_else_is_named()
    {
        Grant("a", 20);

        Assert.Equal(
            [$"{_asked[0].DecisionId}: was answered with AllowWithObligations to a for 20, and its row says AllowWithObligations to a for 2"],
            await FaultsAsync("""UPDATE ledger SET body = CAST(replace(CAST(body AS TEXT), '"amount":20', '"amount":2') AS BLOB)"""));
    }

    [Fact]
    public async Task A_lost_outcome_is_named()
    {
        Grant("a", 20, DecisionState.Executed);

        Assert.Equal([$"{_asked[0].DecisionId}: its outcome Executed was answered and has no row"], await FaultsAsync("DELETE FROM ledger WHERE kind = 'outcome'"));
    }

    [Fact]
    public async Task An_outcome_that_is_stored_as_another_one_or_twice_is_named()
    {
        Grant("a", 20, DecisionState.Executed);

        Assert.Equal(
            ["asked-1: decision 1 ended again at 3"], await FaultsAsync(Copy(2, to: 3)));
        Assert.Equal(
            ["asked-1: decision 1 ended again at 3", $"{_asked[0].DecisionId}: its outcome Executed was answered and has no row"],
            await RowFaultsAsync("""UPDATE ledger SET body = CAST(replace(CAST(body AS TEXT), '"executed"', '"failed"') AS BLOB) WHERE kind = 'outcome'"""));
    }

    [Fact]
    public void An_answer_that_changed_or_was_decided_anew_is_named()
    {
        Grant("a", 20, DecisionState.Executed);
        var (asked, first) = (_asked[0], View(_asked[0]));

        Assert.Null(asked.FaultOf(first));
        Assert.Equal($"a of asked-1: was {asked.DecisionId} AllowWithObligations, is {asked.DecisionId} AllowWithObligations, decided anew", asked.FaultOf(first with { IsRepeat = false }));
        Assert.Equal($"a of asked-1: was {asked.DecisionId} AllowWithObligations, is 9-00000000@asked-1 AllowWithObligations, a repeat", asked.FaultOf(first with { DecisionId = "9-00000000@asked-1" }));
        Assert.Equal($"a of asked-1: was {asked.DecisionId} AllowWithObligations, is {asked.DecisionId} Deny, a repeat", asked.FaultOf(first with { Verdict = VerdictKind.Deny }));
        Assert.Equal($"{asked.DecisionId}: was reported as Executed, is Unconfirmed", asked.FaultOf(first with { State = DecisionState.Unconfirmed }));
    }

    private TwinDatabase Database => TwinDatabase.Sqlite(_host.Settings["Storage:DataFolder"]!);

    /// <summary>An agent asks and may report, and what it asked is stored.</summary>
    private void Grant(string key, decimal amount, DecisionState? reported = null, string account = Account)
    {
        var situation = Situation.Good(Situation.Action(string.Create(CultureInfo.InvariantCulture, $"grant_credit {amount} EUR")));
        var input = situation.Input with { Request = situation.Input.Request with { IdempotencyKey = key, Conversation = key, Agent = situation.Input.Request.Agent with { Release = Release } } };
        var entry = new DecisionEntry { Input = input, Verdict = situation.Verdict, ActionsHash = "", RequestHash = 1 };
        _entries.Add((account, EntryKinds.Decision, (ulong)_entries.Count + 1, LedgerJson.Write(entry)));
        var number = _entries.Count(one => one.Account == account);
        _asked.Add(new Asked(account, Release, key, amount) { DecisionId = new DecisionId(number, "00000000", account).ToString(), Verdict = (VerdictKind)entry.Verdict.Kind, Reported = reported });
        if (reported is { } state)
            _entries.Add((account, EntryKinds.Outcome, 0, LedgerJson.Write(new OutcomeEntry { Decision = number, State = (StoredState)state, By = "agent-1" })));
    }

    /// <summary>Stores what was asked, runs statements past the product, and audits what the database then has.</summary>
    private Task<IReadOnlyList<string>> FaultsAsync(params string[] statements) => FaultsAsync(null, statements);

    private async Task<IReadOnlyList<string>> FaultsAsync(CreditLimits? limits, params string[] statements)
    {
        foreach (var chain in _entries.GroupBy(entry => entry.Account))
        {
            LedgerEntry[] entries = [.. chain.Select((entry, index) => new LedgerEntry(index + 1, entry.Kind, Situation.Noon, entry.Key, new byte[32], entry.Body, null))];
            Assert.Equal(AppendResult.Appended, await _host.Ledger.AppendAsync(new LedgerAppend(new LedgerSubject("default", chain.Key), null, entries, []), CancellationToken.None));
        }

        return await RowFaultsAsync(limits, statements);
    }

    private Task<IReadOnlyList<string>> RowFaultsAsync(params string[] statements) => RowFaultsAsync(null, statements);

    private async Task<IReadOnlyList<string>> RowFaultsAsync(CreditLimits? limits, params string[] statements)
    {
        foreach (var statement in statements)
            Assert.True(await Database.ExecuteAsync(statement) > 0, statement);
        return [.. AskedRows.Faults(_asked, await Database.LedgerAsync(), TimeSpan.FromMinutes(10), limits)];
    }

    private static string Copy(int number, int to, string key = "key", (string From, string To)? request = null)
    {
        var body = request is { } change ? $"""CAST(replace(CAST(body AS TEXT), '"{change.From}"', '"{change.To}"') AS BLOB)""" : "body";
        return $"INSERT INTO ledger (tenant, subject, number, kind, at, key, hash, body) SELECT tenant, subject, {to}, kind, at, {key}, hash, {body} FROM ledger WHERE number = {number}";
    }

    private static DecisionView View(Asked asked) => new()
    {
        DecisionId = asked.DecisionId,
        Account = asked.Account,
        Verdict = asked.Verdict,
        Next = NextStep.Proceed,
        Enforced = true,
        State = asked.Reported!.Value,
        Actions = [],
        Context = new DecisionContextView { Revision = 1, Fingerprint = "", AsOf = Situation.Noon, ValueTier = "small", Band = "healthy" },
        Playbook = new PlaybookRefView { Version = "test", Hash = "test" },
        Scoring = "",
        DecidedAt = Situation.Noon,
        IsRepeat = true,
    };
}
