using AccountTwins.Client.Agents.Permits;

namespace AccountTwins.Tests.Client.Agents;

public sealed class FirstHandTests
{
    [Fact]
    public void What_is_forgotten_is_forgotten_with_its_claim()
    {
        var hand = new FirstHand(max: 2);
        var claim = hand.Claim;
        hand.Add("1", claim, isAgain: false);
        Assert.True(hand.TryUse("1"));

        foreach (var id in new[] { "2", "3", "4" })
            hand.Add(id, hand.Claim, isAgain: false);
        hand.Add("1", claim, isAgain: true);

        Assert.NotEqual(claim, hand.Claim);
        Assert.False(hand.TryUse("1"));
        Assert.True(hand.TryUse("3"));
        Assert.True(hand.TryUse("4"));
    }

    [Fact]
    public void A_permit_is_used_once_however_often_it_is_told()
    {
        var hand = new FirstHand();
        hand.Add("1", hand.Claim, isAgain: true);
        Assert.True(hand.TryUse("1"));
        hand.Add("1", hand.Claim, isAgain: true);
        Assert.False(hand.TryUse("1"));
    }
}
