using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>The first 90 days of a new customer, and the systems it connects; a customer that does badly pulls them again.</summary>
internal sealed class OnboardingStory(AccountLife life)
{
    private static readonly (string Name, int Due)[] Milestones = [("kickoff", 5), ("data_imported", 15), ("first_value", 30), ("team_trained", 60), ("rollout_done", 90)];
    private static readonly string[] Systems = ["salesforce", "sap", "slack", "snowflake", "teams", "workday"];
    private readonly List<string> connected = [];

    public void Live(int day)
    {
        if (life.Age(day) == 0)
            Plan(day);
        if (connected.Count > 0 && life.Health.Level < 0.32 && life.Random.Chance(0.006))
            Pull(day);
    }

    private void Plan(int day)
    {
        if (life.Account.IsNew)
        {
            var start = life.Date(day);
            foreach (var (name, due) in Milestones)
            {
                var late = (int)(due * (0.9 * life.Health.Strain - 0.35 + 0.2 * life.Random.Normal()));
                life.Tell(day + Math.Max(1, due + late), new MilestoneReached(name, start.AddDays(due)));
            }
        }

        for (var count = life.Random.Between(0, 3); count > 0; count--)
        {
            var system = life.Random.Pick(Systems);
            if (connected.Contains(system))
                continue;
            connected.Add(system);
            life.Tell(day + (life.Account.IsNew ? life.Random.Between(3, 60) : 0), new IntegrationConnected(system));
        }
    }

    private void Pull(int day)
    {
        var system = connected[^1];
        connected.Remove(system);
        if (life.Age(day) > 60)
            life.Tell(day, new IntegrationRemoved(system));
    }
}
