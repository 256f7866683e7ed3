using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;
using AiContact = AccountTwins.Domain.Signals.AiContact;
using VerdictKind = AccountTwins.Grains.Interfaces.Contracts.VerdictKind;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>Signals of an account stand in dead letters: nothing is allowed from a twin that lacks them until somebody settles it.</summary>
public sealed class SettlingFacts
{
    private static readonly SettleAsk All = new() { Reason = "replayed", By = "ops" };

    private readonly SessionBench _bench = new();

    [Fact]
    public async Task A_new_activation_allows_nothing_until_it_is_settled_however_long_that_takes()
    {
        await _bench.KnownAsync();
        await MarkAsync("apply_failed", 2);
        _bench.Clock.Advance(TimeSpan.FromDays(30));
        var (session, _) = _bench.Activate();

        var view = (await session.DecideAsync(Ask("k", "grant_credit", 10), default)).View!;
        Assert.Equal(VerdictKind.RequireApproval, view.Verdict);
        Assert.Contains(Assert.Single(view.Actions).Reasons, reason => reason.Code == VerdictCodes.AccountParked);
        Assert.Contains(view.Actions[0].WouldAllowIf!.ByPeople, way => way.Contains("dead letters played again and settled", StringComparison.Ordinal));

        var settled = await session.SettleAsync(All, default);
        Assert.Equal(((string?)null, "apply_failed", 2L), (settled.Refusal, settled.View!.Code, settled.View.Signals));
        foreach (var (asked, number) in new[] { session, _bench.Activate().Session }.Select((asked, number) => (asked, number)))
            Assert.Equal(VerdictKind.AllowWithObligations, (await asked.DecideAsync(Ask($"after-{number}", "grant_credit", 10), default)).View!.Verdict);
    }

    [Fact]
    public async Task Who_settled_what_and_why_stands_in_the_accounts_ledger()
    {
        var session = await _bench.KnownAsync();
        await MarkAsync("row_refused", 5);

        await session.SettleAsync(All with { Signals = 5 }, default);

        var entry = Assert.Single(_bench.Chain);
        var body = LedgerJson.Read<SettledEntry>(entry.Body);
        Assert.Equal((EntryKinds.Settled, "row_refused", 5L, "ops", "replayed"), (entry.Kind, body.Code, body.Signals, body.By, body.Reason));
        Assert.Equal(1, AccountLedger.BookOf([entry]).LastNumber);
        Assert.Equal("not_parked", (await session.SettleAsync(All, default)).Refusal);
        Assert.Single(_bench.Chain);
    }

    [Fact]
    public async Task Letters_that_came_since_are_not_settled_with_those_that_were_seen()
    {
        var (session, twin) = _bench.Activate();
        await twin.AcceptAsync(_bench.Says(AiContact.Allowed));
        await MarkAsync("apply_failed", 2);
        Assert.Equal("parked_again", (await session.SettleAsync(All with { Signals = 1 }, default)).Refusal);
        Assert.Empty(_bench.Chain);

        // While the word is on its way into the ledger.
        _bench.Ledger.Around = async effect =>
        {
            await MarkAsync("apply_failed", 1);
            return effect();
        };
        Assert.Equal("parked_again", (await session.SettleAsync(All with { Signals = 2 }, default)).Refusal);
        Assert.Equal(3, twin.Aside!.Signals);
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_settled()
    {
        var session = await _bench.KnownAsync();
        await MarkAsync("apply_failed", 1);
        _bench.Twins.Aside.Before = () => throw new StoreUnavailableException("away");
        Assert.Equal(TwinStanding.StoreUnavailable, (await session.SettleAsync(All, default)).Standing);

        _bench.Twins.Aside.Before = () => Task.CompletedTask;
        Assert.Equal(VerdictKind.RequireApproval, (await session.DecideAsync(Ask("k", "grant_credit", 10), default)).View!.Verdict);
        Assert.Equal(1, (await session.SettleAsync(All, default)).View!.Signals);
    }

    [Fact]
    public async Task A_copy_of_the_database_from_before_a_mark_supersedes_the_twin_that_read_it()
    {
        var (_, twin) = _bench.Activate();
        await twin.AcceptAsync(_bench.Says(AiContact.Allowed));
        await MarkAsync("apply_failed", 1);
        await twin.LookAsideAsync(default);
        Assert.Equal(TwinStanding.Ready, (await twin.RecheckAsync(1)).Standing);

        await _bench.Twins.Aside.TryRemoveAsync(Key, twin.Aside!, default);

        Assert.Equal(TwinStanding.Superseded, (await twin.RecheckAsync(1)).Standing);
    }

    [Fact]
    public async Task Of_two_readings_of_the_mark_the_one_that_began_last_counts()
    {
        var (_, twin) = _bench.Activate();
        await twin.AcceptAsync(_bench.Says(AiContact.Allowed));
        var (slow, isSlow) = (new TaskCompletionSource(), true);
        _bench.Twins.Before = () => isSlow ? slow.Task : Task.CompletedTask;
        var early = twin.LookAsideAsync(default);
        isSlow = false;
        await MarkAsync("apply_failed", 1);
        await twin.LookAsideAsync(default);
        await _bench.Twins.Aside.TryRemoveAsync(Key, twin.Aside!, default);
        slow.SetResult();
        await early;

        Assert.NotNull(twin.Aside);
    }

    private Task MarkAsync(string code, int signals) => _bench.Twins.Aside.AddAsync(Key, code, signals, default);
}
