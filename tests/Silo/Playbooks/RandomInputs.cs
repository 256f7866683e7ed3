using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>Requests about accounts of any kind; most of the time all is well but for a few things.</summary>
internal sealed class RandomInputs(Random random)
{
    private static readonly string[] Types = [.. AccountTwins.Silo.Playbooks.DefaultPlaybook.Value.Actions.Select(rule => rule.Type), "wire_money"];

    private static readonly ObligationKind[] Kinds = [.. Enum.GetValues<ObligationKind>().Where(kind => kind != ObligationKind.Unspecified)];

    public VerdictInput Next()
    {
        var actions = Enumerable.Range(0, random.Next(1, 3)).Select(_ => Action()).ToArray();
        return new VerdictInput
        {
            Now = Situation.Noon,
            Request = Situation.Request(actions) with
            {
                SupportedObligations = [.. Kinds.Where(_ => random.Next(20) > 0)],
                PersonAskedFor = Rarely(),
            },
            Account = Account(),
            Tenant = new TenantFacts { Playbook = "", HasIncident = Rarely(), IsReviewQueueFull = Rarely(), IsPolicyStale = Rarely() },
            Actions = [.. actions.Select(_ => Facts())],
            Override = Rarely() ? new OverrideFact(null, (Latitude)random.Next(1, 6)) : null,
            Ticket = random.Next(6) == 0 ? new TicketFact(Pick<string?>("legal", "Contract", "billing", null)) : null,
        };
    }

    public AccountFacts Account() => Situation.GoodAccount with
    {
        IsKnown = random.Next(30) > 0,
        IsParked = Rarely(),
        Segment = Pick<string?>("smb", "enterprise", null),
        Tier = (ValueTier)random.Next(0, 5),
        Band = (HealthBand)random.Next(0, 4),
        LastKnownBand = Rarely() ? HealthBand.AtRisk : HealthBand.Healthy,
        EvidenceShare = random.Next(3, 11) / 10m,
        HasOpenFlag = Rarely(),
        OpenEscalations = Rarely() ? 1 : 0,
        OpenDisputes = Rarely() ? 1 : 0,
        AiContact = Pick<AiContact?>(AiContact.Allowed, AiContact.Allowed, AiContact.AssistOnly, AiContact.None, null),
        PersonAskedFor = Rarely(),
        IsFirstTime = Rarely(),
        HasContract = !Rarely(),
        IsContractKnown = !Rarely(),
        DaysToRenewal = Rarely() ? null : random.Next(0, 400),
        Seats = Rarely() ? null : random.Next(1, 2000),
        Clauses = Rarely() ? [Pick("no_ai", "price_protection", "other")] : [],
        PromiseDays = Rarely() ? [random.Next(-3, 20)] : [],
        ContactsMax = random.Next(0, 5),
        ReopenedMax = Rarely() ? 1 : 0,
        Feeds = [.. Enum.GetValues<Family>().Skip(1).Select(family => new FeedFact(family, Rarely() ? (FeedState)random.Next(0, 4) : FeedState.Live, 30))],
    };

    private ActionRequest Action()
    {
        var type = Types[random.Next(Types.Length)];
        var hasAmount = type is "grant_credit" or "discount" ? random.Next(10) > 0 : Rarely();
        return new ActionRequest(
            type, Pick<string?>("billing", "legal", null), hasAmount ? random.Next(0, 400) : null, hasAmount ? Pick("EUR", "USD", "JPY") : null,
            Rarely() ? null : random.Next(0, 11) / 10m, null);
    }

    private ActionFacts Facts() => new()
    {
        Scenario = "scenario",
        ScenarioLatitude = Rarely() ? (Latitude)random.Next(2, 6) : null,
        KillSwitch = random.Next(40) == 0 ? "tenant" : null,
        Breaker = random.Next(40) == 0 ? "release" : null,
        SpentDay = Rarely() ? random.Next(0, 200) : 0,
        SpentMonth = Rarely() ? random.Next(0, 300) : 0,
        CountDay = random.Next(0, 3),
        SpentConversation = Rarely() ? random.Next(0, 300) : 0,
        PromisedOtherwise = Rarely() ? true : null,
        Linked = Rarely() ? new LinkedFact(1, (VerdictKind)random.Next(1, 6)) : null,
    };

    private bool Rarely() => random.Next(12) == 0;

    private T Pick<T>(params T[] items) => items[random.Next(items.Length)];
}
