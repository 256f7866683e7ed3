using System.Globalization;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Tests.Support.Decisions;

/// <summary>A playbook and what it is asked: a small healthy account of which everything is known and good, and one agent that can do all.</summary>
internal sealed record Situation
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly Playbook Plain = TestPlaybook.Create();

    public Playbook Playbook { get; init; } = Plain;

    public required VerdictInput Input { get; init; }

    public AccountFacts Account => Input.Account;

    public ActionFacts Facts => Input.Actions[0];

    public Verdict Verdict => VerdictRules.Decide(Input, Playbook);

    public static Situation Good(params ReadOnlySpan<ActionRequest> actions) => new()
    {
        Input = new VerdictInput
        {
            Now = Noon,
            Request = Request(actions),
            Account = GoodAccount,
            Tenant = new TenantFacts { Playbook = Plain.Hash },
            Actions = [.. Enumerable.Repeat(new ActionFacts { Scenario = "scenario" }, actions.Length)],
        },
    };

    public static DecisionRequest Request(ReadOnlySpan<ActionRequest> actions) => new()
    {
        Actions = [.. actions],
        Agent = new AgentIdentity("agent-1", "2026-03", "model-1"),
        Conversation = "conversation-1",
        IdempotencyKey = "key-1",
        SupportedObligations = [.. Enum.GetValues<ObligationKind>().Where(kind => kind != ObligationKind.Unspecified)],
    };

    public static AccountFacts GoodAccount => new()
    {
        IsKnown = true,
        Segment = "smb",
        Tier = ValueTier.Small,
        Stake = 9_000,
        Band = HealthBand.Healthy,
        LastKnownBand = HealthBand.Healthy,
        ScoreTenths = 900,
        LastKnownTenths = 880,
        EvidenceShare = 1,
        AiContact = AiContact.Allowed,
        IsContractKnown = true,
        HasContract = true,
        DaysToRenewal = 200,
        Seats = 20,
        Feeds = [.. Enum.GetValues<Family>().Where(family => family != Family.Unspecified).Select(family => new FeedFact(family, FeedState.Live, 30))],
        Revision = 7,
        Positions = [new PositionFact(1, 42)],
    };

    /// <summary><c>grant_credit 40 EUR</c>, <c>close_ticket 0.9</c> (confidence), <c>reply</c>.</summary>
    public static ActionRequest Action(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        decimal? number = words.Length > 1 ? decimal.Parse(words[1], CultureInfo.InvariantCulture) : null;
        return words.Length == 2
            ? new ActionRequest(words[0], "billing", null, null, number, null)
            : new ActionRequest(words[0], "billing", number, words.Length > 2 ? words[2] : null, null, null);
    }

    public Situation With(Func<AccountFacts, AccountFacts> change) => this with { Input = Input with { Account = change(Account) } };

    public Situation WithTenant(Func<TenantFacts, TenantFacts> change) => this with { Input = Input with { Tenant = change(Input.Tenant) } };

    public Situation WithRequest(Func<DecisionRequest, DecisionRequest> change) => this with { Input = Input with { Request = change(Input.Request) } };

    public Situation WithAction(Func<ActionRequest, ActionRequest> change) => WithRequest(request => request with { Actions = [.. request.Actions.Select(change)] });

    public Situation WithFacts(Func<ActionFacts, ActionFacts> change) => this with { Input = Input with { Actions = [.. Input.Actions.Select(change)] } };

    public Situation WithTicket(TicketFact? fact) => this with { Input = Input with { Ticket = fact } };

    public Situation WithOverride(OverrideFact? fact) => this with { Input = Input with { Override = fact } };

    public Situation WithPlaybook(Func<Playbook, Playbook> change) => this with { Playbook = change(Playbook) };

    public Situation WithFeed(Family family, FeedState state, long? age) => With(account => account with
    {
        Feeds = [.. account.Feeds.Select(feed => feed.Family == family ? new FeedFact(family, state, age) : feed)],
    });
}
