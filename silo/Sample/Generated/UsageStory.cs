using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>One signal of usage on a workday: how many people came, how often, and what they did most. It grows in over the first weeks.</summary>
internal sealed class UsageStory(AccountLife life)
{
    private static readonly string[] Features = ["dashboards", "exports", "forecast", "imports", "reconciliation", "reports"];
    private readonly string favourite = life.Random.Pick(Features);

    public void Live(int day)
    {
        if (!life.IsWorkday(day))
            return;
        var grown = life.Account.IsNew ? Math.Min(1, 0.15 + life.Age(day) / 70.0) : 1;
        var holiday = life.Date(day) is { Month: 8 } or { Month: 12, Day: > 20 } ? 0.7 : 1;
        var share = (0.06 + 0.72 * life.Health.Level) * grown * holiday * (1 + 0.16 * life.Random.Normal());
        var users = (int)(life.Contract.Seats * Math.Clamp(share, 0, 1) + life.Random.Unit());
        if (users == 0)
            return;
        var sessions = users + (int)(users * 2.2 * life.Health.Level * life.Random.Unit());
        var feature = life.Random.Chance(0.6) ? favourite : life.Random.Pick(Features);
        life.Tell(day, new UsageActivity(users, sessions, feature, sessions * life.Random.Between(2, 9)));
    }
}
