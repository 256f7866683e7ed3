using System.Text;
using AccountTwins.Domain.Changes;
using AccountTwins.Tests.Grains.Decisions;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;

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
    public async Task A_decision_that_is_allowed_announces_nothing_even_where_an_audit_was_drawn()
    {
        var session = await _bench.KnownAsync();
        for (var index = 0; index < 20; index++)
            await session.DecideAsync(Ask($"k{index}", "reply", conversation: $"c{index}"), default);

        Assert.NotEmpty(_bench.Chain);
        Assert.Empty(_bench.Ledger.Announced);
    }
}
