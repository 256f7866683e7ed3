using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Grains;

/// <summary>A pump's word that an account is parked holds for as long as it said.</summary>
public sealed class ParkMarkTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void The_mark_fades_unless_it_is_repeated()
    {
        var mark = new ParkMark(_clock);
        Assert.Null(mark.Present);
        var since = _clock.GetUtcNow();
        mark.Set("account_failed", TimeSpan.FromMinutes(2));

        _clock.Advance(TimeSpan.FromSeconds(90));
        mark.Set("row_refused", TimeSpan.FromMinutes(2));
        _clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(("row_refused", since), (mark.Present!.Code, mark.Present.Since));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(mark.Present);

        mark.Set("row_refused", TimeSpan.FromMinutes(2));
        Assert.Equal(_clock.GetUtcNow(), mark.Present!.Since);
    }
}
