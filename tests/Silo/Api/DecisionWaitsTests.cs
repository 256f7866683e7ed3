using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api.Decisions;

namespace AccountTwins.Tests.Silo.Api;

public sealed class DecisionWaitsTests
{
    [Theory]
    [InlineData(0, 9, 0)]
    [InlineData(20, 9, 20)]
    [InlineData(30, 9, 20, 10)]
    [InlineData(30, 1, 20)]
    [InlineData(30, 2, 20, 10)]
    public async Task A_wait_holds_as_long_as_it_is_asked_for_while_nobody_has_decided(int wait, int decidedAt, params int[] asked)
    {
        var calls = new List<int>();

        await DecisionWaits.ReadAsync(wait, seconds =>
        {
            calls.Add(seconds);
            var view = DecisionsEndpointTests.View() with { State = calls.Count >= decidedAt ? DecisionState.Approved : DecisionState.Pending };
            return Task.FromResult(new DecisionReply { Standing = TwinStanding.Ready, View = view });
        });

        Assert.Equal(asked, calls);
    }

    [Fact]
    public async Task What_went_wrong_is_not_waited_upon()
    {
        var reply = await DecisionWaits.ReadAsync(30, _ => Task.FromResult(new DecisionReply { Standing = TwinStanding.StoreUnavailable }));

        Assert.Equal(TwinStanding.StoreUnavailable, reply.Standing);
    }
}
