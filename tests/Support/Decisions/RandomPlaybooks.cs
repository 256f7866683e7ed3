using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Tests.Support.Decisions;

/// <summary>Playbooks as odd as the types allow, so that no property rests on how a careful author writes one.</summary>
internal static class RandomPlaybooks
{
    private static readonly Family[] Families = [.. Enum.GetValues<Family>().Where(family => family != Family.Unspecified)];

    public static Playbook Of(int seed)
    {
        var random = new Random(seed);
        var plain = TestPlaybook.Create();
        return plain with
        {
            Hash = $"hash-{seed}",
            AssumedAiContact = random.Next(2) == 0 ? AiContact.Allowed : null,
            Matrix = Matrix(random),
            Actions = [Action(random, "money") with { TakesAmount = true }, Action(random, "plain"), plain.Action("holding_reply")!],
            Constraints = [.. plain.Constraints.Where(_ => random.Next(3) > 0).Select(rule => rule with
            {
                AtMost = RandomSituations.Latitudes(random),
                Days = rule.Days == 0 ? 0 : random.Next(100),
                Clauses = random.Next(2) == 0 ? rule.Clauses : [],
                Actions = random.Next(3) == 0 ? ["money"] : [],
                Segments = random.Next(3) == 0 ? ["smb"] : [],
                Status = random.Next(6) == 0 ? RuleStatus.Shadow : RuleStatus.Active,
            })],
            Freshness = new FreshnessRules
            {
                WhenLate = RandomSituations.Latitudes(random),
                WhenDead = RandomSituations.Latitudes(random),
                BelowFloor = RandomSituations.Latitudes(random),
                EvidenceFloor = random.Next(101) / 100m,
                LateAfter = random.Next(2) == 0 ? [] : [.. new[] { Family.Billing, Family.Support }.Select(family => new FreshnessFloor(family, random.Next(1, 150)))],
            },
            Escalation = new EscalationRules
            {
                HighValueFrom = (ValueTier)random.Next(2, 5),
                HighValueAtRisk = random.Next(2) == 0,
                ContactsOnOneTicket = random.Next(6),
                Reopened = random.Next(3),
                Incident = random.Next(2) == 0,
                PersonAskedFor = random.Next(2) == 0,
                Exempt = random.Next(2) == 0 ? ["holding_reply"] : ["holding_reply", "plain"],
            },
        };
    }

    private static LatitudeMatrix Matrix(Random random)
    {
        var cells = new Dictionary<(ValueTier, HealthBand), Latitude>();
        ValueTier[] tiers = [ValueTier.Small, ValueTier.Mid, ValueTier.Strategic, ValueTier.Global, ValueTier.Unspecified];
        HealthBand[] bands = [HealthBand.Healthy, HealthBand.Watch, HealthBand.AtRisk, HealthBand.Unknown];
        for (var row = 0; row < tiers.Length; row++)
        {
            for (var column = 0; column < bands.Length; column++)
            {
                var above = row == 0 ? Latitude.Full : cells[(tiers[row - 1], bands[column])];
                var left = column == 0 ? Latitude.Full : cells[(tiers[row], bands[column - 1])];
                var most = above < left ? above : left;
                cells[(tiers[row], bands[column])] = random.Next(3) > 0 || most == Latitude.Suspended ? most : most - 1;
            }
        }

        return TestPlaybook.Matrix((tier, band) => cells[(tier, band)]);
    }

    private static ActionRule Action(Random random, string type) => new()
    {
        Type = type,
        Requires = RandomSituations.Latitudes(random),
        Reversibility = (Reversibility)random.Next(random.Next(4) == 0 ? 0 : 1, 3 + (random.Next(6) == 0 ? 1 : 0)),
        Families = [.. Families.Where(_ => random.Next(5) == 0)],
        AbsoluteCap = random.Next(2) == 0 ? random.Next(50_000) / 100m : null,
        Caps = [.. Enum.GetValues<ValueTier>().Where(_ => random.Next(4) > 0).Select(tier => new TierCap(tier, random.Next(40_000) / 100m))],
        Budgets = [.. Enumerable.Range(0, random.Next(3)).Select(index => new BudgetRule((BudgetWindow)(index + 1), random.Next(3) == 0 ? null : random.Next(60_000) / 100m, random.Next(2) == 0 ? null : random.Next(1, 40)))],
        Obligations = random.Next(3) == 0 ? [new Obligation { Kind = ObligationKind.DiscloseAi }, new Obligation { Kind = ObligationKind.Copy, Role = ApproverRole.Lead }] : [],
        Approvers = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new ApproverRule(
            random.Next(3) == 0 ? null : random.Next(400), (ValueTier)random.Next(1, 5), (ApproverRole)random.Next(1, 4), random.Next(1, 4)))],
        ConfidenceFloor = random.Next(2) == 0 ? random.Next(101) / 100m : null,
        Promises = random.Next(2) == 0,
    };
}
