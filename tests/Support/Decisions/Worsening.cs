using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Tests.Support.Decisions;

/// <summary>The lines of <em>worse never loosens</em>: each makes a situation worse in one way, by a random step.</summary>
/// <param name="Name">Shown when the property fails.</param>
/// <param name="Make">The worse situation; the same one where it cannot get worse.</param>
internal sealed record Worsening(string Name, Func<Random, Situation, Situation> Make)
{
    public static readonly Worsening[] Lines =
    [
        Account("the band over fresh evidence falls", (random, account) => account with { Band = Lower(random, account.Band) }),
        Account("the last known band falls", (random, account) => account with { LastKnownBand = Lower(random, account.LastKnownBand) }),
        Account("a flag opens", (_, account) => account with { HasOpenFlag = true }),
        Account("more escalations", (random, account) => account with { OpenEscalations = account.OpenEscalations + random.Next(1, 3) }),
        Account("more disputes", (random, account) => account with { OpenDisputes = account.OpenDisputes + random.Next(1, 3) }),
        Account("more reopened", (random, account) => account with { ReopenedMax = account.ReopenedMax + random.Next(1, 4) }),
        Account("more contacts", (random, account) => account with { ContactsMax = account.ContactsMax + random.Next(1, 9) }),
        Account("feeds fall silent", (random, account) => account with { Feeds = [.. account.Feeds.Select(feed => random.Next(2) == 0 ? feed : Quieter(random, feed))] }),
        Account("feeds are not heard of", (random, account) => account with { Feeds = [.. account.Feeds.Where(_ => random.Next(2) == 0)] }),
        Account("feeds grow older", (random, account) => account with { Feeds = [.. account.Feeds.Select(feed => feed with { AgeSeconds = random.Next(4) == 0 ? null : feed.AgeSeconds + random.Next(200) })] }),
        Account("less evidence", (random, account) => account with { EvidenceShare = account.EvidenceShare * random.Next(101) / 100 }),
        Account("the account is parked", (_, account) => account with { IsParked = true }),
        Account("the tier is no longer known", (_, account) => account with { Tier = ValueTier.Unspecified, Stake = null }),
        Account("the renewal is no longer known", (_, account) => account with { DaysToRenewal = null }),
        Account("the seats are no longer known", (_, account) => account with { Seats = null }),
        Account("the clauses are no longer known", (_, account) => account with { IsContractKnown = false, Clauses = [] }),
        new("the consent is no longer known", (_, situation) => situation.Playbook.AssumedAiContact is null ? situation.With(account => account with { AiContact = null }) : situation),
        Account("less consent", (_, account) => account.AiContact is AiContact.Allowed or AiContact.AssistOnly ? account with { AiContact = account.AiContact + 1 } : account),
        Account("a higher tier", (random, account) => account.Tier == ValueTier.Unspecified ? account : account with { Tier = (ValueTier)random.Next((int)account.Tier, 5) }),
        Account("the renewal is nearer", (random, account) => account with { DaysToRenewal = account.DaysToRenewal - random.Next(300) }),
        Account("one more promise", (random, account) => account with { PromiseDays = [.. account.PromiseDays, random.Next(3) == 0 ? null : random.Next(-9, 90)] }),
        Account("a person was asked for", (_, account) => account with { PersonAskedFor = true }),
        Account("a person may be asked for", (_, account) => account with { PersonMayBeAskedFor = true }),
        Account("the customer is new", (_, account) => account with { IsFirstTime = true }),
        Account("more seats", (random, account) => account with { Seats = account.Seats + random.Next(1200) }),
        Account("one more clause", (_, account) => account with { Clauses = [.. account.Clauses, "no_ai_processing"] }),
        Account("no contract in force", (_, account) => account with { HasContract = false }),
        Facts("more is spent", (random, facts) => facts with
        {
            SpentDay = facts.SpentDay + random.Next(20_000) / 100m, SpentMonth = facts.SpentMonth + random.Next(20_000) / 100m, SpentConversation = facts.SpentConversation + random.Next(20_000) / 100m,
        }),
        Facts("more is counted", (random, facts) => facts with { CountDay = facts.CountDay + random.Next(9), CountMonth = facts.CountMonth + random.Next(30) }),
        Facts("it is not known whether the release's hour covers it", (_, facts) => facts with { ReleaseBudgetUnknown = true }),
        Facts("the release's hour is used up", (_, facts) => facts with { ReleaseBudgetCovers = false }),
        Facts("the book is full", (_, facts) => facts with { IsBookFull = true }),
        Facts("a switch is thrown", (_, facts) => facts with { KillSwitch = facts.KillSwitch ?? "segment" }),
        Facts("a breaker opens", (_, facts) => facts with { Breaker = facts.Breaker ?? "release" }),
        Facts("the scenario loses latitude", (random, facts) => facts with { ScenarioLatitude = Less(random, facts.ScenarioLatitude) }),
        Facts("another day was promised", (_, facts) => facts with { PromisedOtherwise = true }),
        Facts("an earlier request waits", (_, facts) => facts with { Linked = facts.Linked ?? new LinkedFact(2, VerdictKind.RequireApproval) }),
        Facts("an earlier request was handed over", (_, facts) => facts with { Linked = new LinkedFact(2, VerdictKind.Escalate) }),
        Tenant("an incident", tenant => tenant with { HasIncident = true }),
        Tenant("the policy is stale", tenant => tenant with { IsPolicyStale = true }),
        Tenant("the queue is full", tenant => tenant with { IsReviewQueueFull = true }),
        new("an override tightens", (random, situation) => situation.WithOverride(new OverrideFact(Less(random, situation.Input.Override?.AtMost), situation.Input.Override?.Instead))),
        new("support files the ticket under a clause category", (random, situation) => situation.WithTicket(new TicketFact(random.Next(2) == 0 ? "Legal" : "data-processing"))),
        new("it is no longer known how the ticket was filed", (_, situation) => situation.WithTicket(new TicketFact(null))),
        Request("a person is asked for", (_, request) => request with { PersonAskedFor = true }),
        Request("fewer obligations are kept", (random, request) => request with { SupportedObligations = [.. request.SupportedObligations.Where(_ => random.Next(2) == 0)] }),
        Request("younger feeds are asked for", (random, request) => request with { MaxStaleness = Math.Min(request.MaxStaleness ?? 100, random.Next(101)) }),
        Request("less confidence", (random, request) => request with
        {
            Actions = [.. request.Actions.Select(action => action with { Confidence = random.Next(3) == 0 ? null : action.Confidence * random.Next(101) / 100 })],
        }),
        Request("higher amounts", (random, request) => request with
        {
            Actions = [.. request.Actions.Select(action => action with { Amount = action.Amount + random.Next(40_000) / 100m })],
        }),
    ];

    /// <summary>Several of the lines, one after the other.</summary>
    public static readonly Worsening Several = new("several at once", (random, situation) =>
    {
        for (var count = random.Next(2, 6); count > 0; count--)
            situation = Lines[random.Next(Lines.Length)].Make(random, situation);
        return situation;
    });

    private static Worsening Account(string name, Func<Random, AccountFacts, AccountFacts> make) => new(name, (random, situation) => situation.With(account => make(random, account)));

    private static Worsening Facts(string name, Func<Random, ActionFacts, ActionFacts> make) => new(name, (random, situation) => situation.WithFacts(facts => make(random, facts)));

    private static Worsening Tenant(string name, Func<TenantFacts, TenantFacts> make) => new(name, (_, situation) => situation.WithTenant(make));

    private static Worsening Request(string name, Func<Random, DecisionRequest, DecisionRequest> make) => new(name, (random, situation) => situation.WithRequest(request => make(random, request)));

    private static HealthBand Lower(Random random, HealthBand band) => (HealthBand)random.Next((int)band + 1);

    private static Latitude Less(Random random, Latitude? latitude) => (Latitude)random.Next((int)Latitude.Suspended, (int)(latitude ?? Latitude.Full) + 1);

    private static FeedFact Quieter(Random random, FeedFact feed) =>
        feed with { State = (FeedState)random.Next((int)feed.State, (int)FeedState.NeverConnected + 1), AgeSeconds = feed.AgeSeconds + random.Next(10_000) };
}
