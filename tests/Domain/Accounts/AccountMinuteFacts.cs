using AccountTwins.Domain.Accounts;

namespace AccountTwins.Tests.Domain.Accounts;

public sealed class AccountMinuteFacts
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_began_less_than_a_minute_ago_and_lasts_one()
    {
        for (var second = 0; second < 180; second++)
        {
            var now = Noon.AddSeconds(second);
            var began = AccountMinute.Of(TwinBench.Key, now);

            Assert.InRange(now - began, TimeSpan.Zero, TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
            Assert.Equal(began, AccountMinute.Of(TwinBench.Key, began));
            Assert.Equal(began, AccountMinute.Of(TwinBench.Key, began.AddMinutes(1).AddTicks(-1)));
            Assert.Equal(began.AddMinutes(1), AccountMinute.Of(TwinBench.Key, began.AddMinutes(1)));
        }
    }

    [Fact]
    public void It_is_the_same_on_every_silo_and_in_every_zone()
    {
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 11, 59, 0, TimeSpan.Zero).AddTicks(114_781_560), AccountMinute.Of(new AccountKey("default", "initech"), Noon));
        Assert.Equal(AccountMinute.Of(TwinBench.Key, Noon), AccountMinute.Of(TwinBench.Key, Noon.ToOffset(TimeSpan.FromHours(5.5))));
    }

    [Fact]
    public void Those_of_many_accounts_begin_all_over_the_minute()
    {
        var seconds = Enumerable.Range(0, 6000)
            .CountBy(number => (int)(Noon - AccountMinute.Of(new AccountKey("default", $"account-{number}"), Noon)).TotalSeconds)
            .ToDictionary();

        Assert.Equal(60, seconds.Count);
        Assert.All(seconds.Values, count => Assert.InRange(count, 50, 160));
    }

    [Fact]
    public void The_first_minute_of_all_time_has_a_beginning_too() =>
        Assert.InRange(AccountMinute.Of(TwinBench.Key, DateTimeOffset.MinValue), DateTimeOffset.MinValue, DateTimeOffset.MinValue);
}
