using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Changes;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Grains.Decisions;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;
using AiContact = AccountTwins.Domain.Signals.AiContact;

namespace AccountTwins.Tests.Grains.Changes;

public class ReviewAnnouncingFacts
{
    private readonly SessionBench _bench = new();

    [Fact]
    public async Task A_decision_that_waits_and_the_answer_of_a_person_are_announced_with_their_entries()
    {
        var session = await _bench.KnownAsync();
        var id = (await session.DecideAsync(Ask("k", "refund", 20, onBehalfOf: "kim@vendor"), default)).View!.DecisionId!;
        var awaited = Assert.Single(_bench.Ledger.Announced);
        Assert.Equal((ChangeKinds.ReviewAwaited, Key.Tenant, Key.Account), (awaited.Kind, awaited.Tenant, awaited.Account));
        Assert.Contains($"\"decisionId\":\"{id}\"", Encoding.UTF8.GetString(awaited.Data), StringComparison.Ordinal);

        // A repeat is the same decision, and announces nothing.
        await session.DecideAsync(Ask("k", "refund", 20, onBehalfOf: "kim@vendor"), default);
        await session.ReviewAsync(Review(id, "ana", "csm", "accept"), default);

        Assert.Equal([ChangeKinds.ReviewAwaited, ChangeKinds.ReviewDone], _bench.Ledger.Announced.Select(change => change.Kind));
        Assert.Contains("\"verb\":\"accept\",\"state\":\"approved\",\"reviewer\":\"ana\"", Encoding.UTF8.GetString(_bench.Ledger.Announced[1].Data), StringComparison.Ordinal);
        Assert.Equal(2, _bench.Ledger.Announced.Select(change => change.Id).Distinct().Count());
    }

    [Fact]
    public async Task An_approval_that_became_void_is_announced_as_waiting_again()
    {
        var (session, twin) = _bench.Activate();
        await twin.AcceptAsync(_bench.Says(AiContact.Allowed));
        var id = (await session.DecideAsync(Ask("k", "refund", 20, onBehalfOf: "kim@vendor"), default)).View!.DecisionId!;
        await session.ReviewAsync(Review(id, "ana", "csm", "accept"), default);
        await twin.AcceptAsync(_bench.Says(AiContact.None));
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(DecisionState.Pending, (await session.UseAsync(id, "agent-1", null, default)).View!.State);

        Assert.Equal([ChangeKinds.ReviewAwaited, ChangeKinds.ReviewDone, ChangeKinds.ReviewAwaited], _bench.Ledger.Announced.Select(change => change.Kind));
        var (first, again) = (Json(_bench.Ledger.Announced[0]), Json(_bench.Ledger.Announced[2]));
        Assert.Equal((id, id), (first.GetProperty("decisionId").GetString(), again.GetProperty("decisionId").GetString()));
        Assert.Equal(first.GetProperty("dueAt").GetDateTimeOffset().AddMinutes(1), again.GetProperty("dueAt").GetDateTimeOffset());
        Assert.NotEqual(_bench.Ledger.Announced[0].Id, _bench.Ledger.Announced[2].Id);

        // Used again, it waits still and announces nothing.
        await session.UseAsync(id, "agent-1", null, default);
        Assert.Equal(3, _bench.Ledger.Announced.Count);
    }

    [Fact]
    public async Task A_decision_that_is_allowed_announces_nothing_even_where_an_audit_was_drawn()
    {
        var session = await _bench.KnownAsync();
        for (var index = 0; index < 20; index++)
            await session.DecideAsync(Ask($"k{index}", "reply", conversation: $"c{index}"), default);

        Assert.NotEmpty(_bench.Chain);
        Assert.Empty(_bench.Ledger.Announced);
    }

    private static JsonElement Json(ChangeRow change) => JsonElement.Parse(change.Data);
}
