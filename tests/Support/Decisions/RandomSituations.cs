using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Tests.Support.Decisions;

/// <summary>A situation for each seed: mostly good, so that one thing more that is bad can still be seen.</summary>
internal static class RandomSituations
{
    private const int Playbooks = 257;

    private static readonly Playbook[] Known = [.. Enumerable.Range(0, Playbooks).Select(RandomPlaybooks.Of)];

    private static readonly string[] Clauses = ["no_ai_processing", "sla_credits", "audit"];

    public static Situation Of(int seed)
    {
        var random = new Random(seed);
        var playbook = Known[seed % Playbooks];
        var actions = Enumerable.Range(0, random.Next(4) == 0 ? random.Next(2, 5) : 1).Select(_ => Action(random)).ToArray();
        var good = Situation.Good(actions);
        return good with
        {
            Playbook = playbook,
            Input = good.Input with
            {
                Request = Request(random, good.Input.Request),
                Account = Account(random, good.Account),
                Tenant = new TenantFacts { Playbook = playbook.Hash, HasIncident = Rarely(random), IsPolicyStale = Rarely(random), IsReviewQueueFull = Rarely(random) },
                Actions = [.. actions.Select(_ => Facts(random))],
                Override = random.Next(8) == 0 ? new OverrideFact(Maybe(random, Latitudes(random)), Maybe(random, Latitudes(random))) : null,
                Ticket = random.Next(3) == 0 ? new TicketFact(random.Next(20) switch { 0 => "Legal", 1 => null, _ => "billing" }) : null,
            },
        };
    }

    public static Latitude Latitudes(Random random) => (Latitude)random.Next((int)Latitude.Suspended, (int)Latitude.Full + 1);

    private static bool Rarely(Random random) => random.Next(25) == 0;

    private static T? Maybe<T>(Random random, T value)
        where T : struct => random.Next(2) == 0 ? value : null;

    private static ActionRequest Action(Random random)
    {
        var type = random.Next(12) switch { 0 => "teleport", 1 => "holding_reply", < 6 => "plain", _ => "money" };
        var hasAmount = type == "money" ? random.Next(10) > 0 : random.Next(15) == 0;
        return new ActionRequest(
            type, random.Next(20) == 0 ? "legal" : "billing", hasAmount ? random.Next(30_000) / 100m : null, random.Next(10) switch { 0 => "JPY", 1 => "USD", _ => "EUR" },
            random.Next(5) == 0 ? null : random.Next(101) / 100m, null)
        {
            Due = random.Next(3) == 0 ? null : new DateOnly(2026, 3, 20),
        };
    }

    private static DecisionRequest Request(Random random, DecisionRequest request) => request with
    {
        PersonAskedFor = Rarely(random),
        MaxStaleness = random.Next(3) == 0 ? random.Next(100) : null,
        SupportedObligations = random.Next(6) == 0 ? [.. request.SupportedObligations.Where(_ => random.Next(3) > 0)] : request.SupportedObligations,
    };

    private static ActionFacts Facts(Random random) => new()
    {
        Scenario = "scenario",
        ScenarioLatitude = random.Next(4) == 0 ? Latitudes(random) : null,
        KillSwitch = Rarely(random) ? "tenant" : null,
        Breaker = Rarely(random) ? "release" : null,
        ReleaseBudgetCovers = !Rarely(random),
        SpentDay = Cents(random, 8_000),
        SpentMonth = Cents(random, 20_000),
        SpentConversation = Cents(random, 8_000),
        CountDay = random.Next(4),
        CountMonth = random.Next(20),
        Linked = Rarely(random) ? new LinkedFact(3, VerdictKind.RequireApproval) : null,
        IsBookFull = Rarely(random),
        PromisedOtherwise = Rarely(random) ? true : null,
    };

    private static decimal Cents(Random random, int below) => random.Next(2) == 0 ? 0 : random.Next(below) / 100m;

    private static AccountFacts Account(Random random, AccountFacts good) => good with
    {
        IsParked = Rarely(random),
        Segment = random.Next(4) switch { 0 => null, 1 => "enterprise", _ => "smb" },
        Tier = random.Next(8) switch { 0 => ValueTier.Unspecified, 1 => ValueTier.Strategic, 2 => ValueTier.Global, 3 => ValueTier.Mid, _ => ValueTier.Small },
        Band = Band(random),
        LastKnownBand = Band(random),
        EvidenceShare = random.Next(4) == 0 ? random.Next(101) / 100m : 1,
        HasOpenFlag = Rarely(random),
        OpenEscalations = Rarely(random) ? 1 : 0,
        OpenDisputes = Rarely(random) ? 1 : 0,
        AiContact = random.Next(12) switch { 0 => null, 1 => AiContact.AssistOnly, 2 => AiContact.None, _ => AiContact.Allowed },
        PersonAskedFor = Rarely(random),
        IsFirstTime = Rarely(random),
        IsContractKnown = !Rarely(random),
        HasContract = !Rarely(random),
        DaysToRenewal = random.Next(8) == 0 ? null : random.Next(-5, 400),
        Seats = random.Next(8) == 0 ? null : random.Next(1200),
        Clauses = [.. Clauses.Where(_ => random.Next(8) == 0)],
        SupportPlans = random.Next(3) == 0 ? ["Premium"] : [],
        PromiseDays = [.. Enumerable.Range(0, random.Next(5) == 0 ? 2 : 0).Select(_ => random.Next(5) == 0 ? (int?)null : random.Next(-9, 90))],
        ContactsMax = random.Next(5),
        ReopenedMax = Rarely(random) ? 1 : 0,
        Feeds = [.. good.Feeds.Where(_ => !Rarely(random)).Select(feed => Feed(random, feed.Family))],
    };

    private static HealthBand Band(Random random) => random.Next(8) switch { 0 => HealthBand.Unknown, 1 => HealthBand.AtRisk, 2 => HealthBand.Watch, _ => HealthBand.Healthy };

    private static FeedFact Feed(Random random, Family family) => random.Next(12) switch
    {
        0 => new FeedFact(family, FeedState.NeverConnected, null),
        1 => new FeedFact(family, FeedState.Dead, 90_000),
        2 => new FeedFact(family, FeedState.Late, random.Next(10_000)),
        _ => new FeedFact(family, FeedState.Live, random.Next(120)),
    };
}
