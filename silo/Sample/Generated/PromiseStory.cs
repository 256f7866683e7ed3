using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>What was promised, until when, and whether it was kept. A broken promise costs more than a kept one gains.</summary>
internal sealed class PromiseStory(AccountLife life)
{
    private static readonly string[] Promises = ["A fix for the export", "Single sign-on for all sites", "A plan for the rollout", "Training for new colleagues", "A credit for the outage"];
    private int promises;

    public void Live(int day)
    {
        if (!life.IsWorkday(day) || !life.Random.Chance(0.005 + 0.008 * life.Health.Strain))
            return;
        var id = $"P-{life.Account.Key.Account}-{++promises}";
        var byAi = life.Random.Chance(0.3);
        var days = life.Random.Between(5, 45);
        life.Tell(day, new CommitmentMade(
            id, byAi ? Promiser.Ai : Promiser.Person, life.Random.Pick(Promises), byAi ? "support-agent" : life.Account.Owner, life.Date(day + days)));
        if (life.Random.Chance(0.55 + 0.4 * life.Health.Level))
        {
            life.Tell(day + days - life.Random.Between(0, 4), new CommitmentKept(id));
            life.Health.Push(0.01);
        }
        else
        {
            life.Tell(day + days, new CommitmentDue(id));
            life.Tell(day + days + life.Random.Between(1, 7), new CommitmentBroken(id, "moved to the next quarter"));
            life.Health.Push(-0.04);
        }
    }
}
