using System.Globalization;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Tests.Support.Decisions;

/// <summary>Reads situations as the tables write them: what differs from the good one, apart by commas, with a number at the end where there is one.</summary>
internal static class SituationWords
{
    public static Situation Of(string situation, string action)
    {
        var before = Situation.Good(Situation.Action(action));
        return situation.Split(',', StringSplitOptions.TrimEntries).Aggregate(before, Changed);
    }

    private static Situation Changed(Situation s, string words)
    {
        var last = words.LastIndexOf(' ');
        return last >= 0 && decimal.TryParse(words[(last + 1)..], NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? Measured(s, words[..last], number)
            : AccountSays(s, words) ?? OthersSay(s, words);
    }

    private static Situation Measured(Situation s, string words, decimal number) => words switch
    {
        "conversation spent" => s.WithFacts(facts => facts with { SpentConversation = number }),
        "day spent" => s.WithFacts(facts => facts with { SpentDay = number }),
        "day count" => s.WithFacts(facts => facts with { CountDay = (int)number }),
        "month spent" => s.WithFacts(facts => facts with { SpentMonth = number }),
        "month count" => s.WithFacts(facts => facts with { CountMonth = (int)number }),
        "renewal in" => s.With(account => account with { DaysToRenewal = (int)number }),
        "promise in" => s.With(account => account with { PromiseDays = [(int)number] }),
        "seats" => s.With(account => account with { Seats = (long)number }),
        "evidence" => s.With(account => account with { EvidenceShare = number }),
        "staleness at most" => s.WithRequest(request => request with { MaxStaleness = (int)number }),
        "contacts" => s.With(account => account with { ContactsMax = (long)number }),
        _ => throw new ArgumentException($"Nobody knows what '{words} {number}' means."),
    };

    private static Situation? AccountSays(Situation s, string words) => words switch
    {
        "good" => s,
        "account unknown" => s with { Input = s.Input with { Account = AccountFacts.Unknown } },
        "mid" => s.With(account => account with { Tier = ValueTier.Mid }),
        "strategic" => s.With(account => account with { Tier = ValueTier.Strategic }),
        "global" => s.With(account => account with { Tier = ValueTier.Global }),
        "tier unknown" => s.With(account => account with { Tier = ValueTier.Unspecified, Stake = null }),
        "watch" => s.With(account => account with { Band = HealthBand.Watch }),
        "last known at risk" => s.With(account => account with { LastKnownBand = HealthBand.AtRisk }),
        "band unknown" => s.With(account => account with { Band = HealthBand.Unknown, ScoreTenths = null }),
        "renewal unknown" => s.With(account => account with { DaysToRenewal = null }),
        "flag" => s.With(account => account with { HasOpenFlag = true }),
        "escalated ticket" => s.With(account => account with { OpenEscalations = 1 }),
        "clause" => s.With(account => account with { Clauses = ["No_AI_Processing"] }),
        "other clause" => s.With(account => account with { Clauses = ["sla_credits"] }),
        "clauses unknown" => s.With(account => account with { IsContractKnown = false }),
        "ai assist only" => s.With(account => account with { AiContact = AiContact.AssistOnly }),
        "ai unwanted" => s.With(account => account with { AiContact = AiContact.None }),
        "consent unknown" => s.With(account => account with { AiContact = null }),
        "person asked for" => s.With(account => account with { PersonAskedFor = true }),
        "first time" => s.With(account => account with { IsFirstTime = true }),
        "seats unknown" => s.With(account => account with { Seats = null }),
        "promise overdue" => s.With(account => account with { PromiseDays = [900, -9] }),
        "promised otherwise" => s.WithFacts(facts => facts with { PromisedOtherwise = true }),
        "promise without a day" => s.With(account => account with { PromiseDays = [null] }),
        "no contract" => s.With(account => account with { HasContract = false }),
        "dispute" => s.With(account => account with { OpenDisputes = 1 }),
        "parked" => s.With(account => account with { IsParked = true }),
        "reopened" => s.With(account => account with { ReopenedMax = 1 }),
        "support late" => s.WithFeed(Family.Support, FeedState.Late, 900),
        "billing late" => s.WithFeed(Family.Billing, FeedState.Late, 900),
        "billing dead" => s.WithFeed(Family.Billing, FeedState.Dead, 90_000),
        "billing never connected" => s.WithFeed(Family.Billing, FeedState.NeverConnected, null),
        _ => null,
    };

    private static Situation OthersSay(Situation s, string words) => words switch
    {
        "assumed allowed" => s.WithPlaybook(playbook => playbook with { AssumedAiContact = AiContact.Allowed }),
        "person asked for now" => s.WithRequest(request => request with { PersonAskedFor = true }),
        "category legal" => s.WithAction(action => action with { Category = "legal" }),
        "ticket filed under legal" => s.WithTicket(new TicketFact("Legal")),
        "ticket filed under data-processing" => s.WithTicket(new TicketFact("data-processing ")),
        "ticket filed under billing" => s.WithTicket(new TicketFact("billing")),
        "ticket not kept" => s.WithTicket(new TicketFact(null)),
        "no clause categories" => s.WithPlaybook(playbook => playbook with { Escalation = playbook.Escalation with { ClauseCategories = [] } }),
        "no obligations supported" => s.WithRequest(request => request with { SupportedObligations = [] }),
        "incident" => s.WithTenant(tenant => tenant with { HasIncident = true }),
        "policy stale" => s.WithTenant(tenant => tenant with { IsPolicyStale = true }),
        "queue full" => s.WithTenant(tenant => tenant with { IsReviewQueueFull = true }),
        "release unknown" => s.WithFacts(facts => facts with { ReleaseBudgetUnknown = true }),
        "release spent" => s.WithFacts(facts => facts with { ReleaseBudgetCovers = false }),
        "book full" => s.WithFacts(facts => facts with { IsBookFull = true }),
        "kill switch" => s.WithFacts(facts => facts with { KillSwitch = "tenant" }),
        "breaker" => s.WithFacts(facts => facts with { Breaker = "release" }),
        "scenario supervised" => s.WithFacts(facts => facts with { ScenarioLatitude = Latitude.Supervised }),
        "scenario full" => s.WithFacts(facts => facts with { ScenarioLatitude = Latitude.Full }),
        "linked pending" => s.WithFacts(facts => facts with { Linked = new LinkedFact(3, VerdictKind.RequireApproval) }),
        "override at most supervised" => s.WithOverride(new OverrideFact(Latitude.Supervised, null)),
        "override instead bounded" => s.WithOverride(new OverrideFact(null, Latitude.Bounded)),
        "dead is bounded" => s.WithPlaybook(playbook => playbook with { Freshness = playbook.Freshness with { WhenLate = Latitude.Bounded, WhenDead = Latitude.Bounded } }),
        "billing at most 30 s" => s.WithPlaybook(playbook => playbook with { Freshness = playbook.Freshness with { LateAfter = [new FreshnessFloor(Family.Billing, 30)] } }),
        "billing at most 29 s" => s.WithPlaybook(playbook => playbook with { Freshness = playbook.Freshness with { LateAfter = [new FreshnessFloor(Family.Billing, 29)] } }),
        "full cell" => s.WithPlaybook(playbook => playbook with { Matrix = TestPlaybook.Matrix((_, _) => Latitude.Full) }),
        "observe" => s.WithPlaybook(playbook => playbook with { Mode = PlaybookMode.Observe }),
        "observe this segment" => s.WithPlaybook(playbook => playbook with { Observe = [new ObserveRule("SMB", null)] }),
        _ => throw new ArgumentException($"Nobody knows what '{words}' means."),
    };
}
