using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Risk;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Changes;

/// <summary>Every kind of change there is: the one source of types, schemas and examples in documentation, topic, streams and webhooks.</summary>
public static class ChangeCatalogue
{
    private static readonly ImmutableArray<string> Bands = ["healthy", "watch", "at_risk"];
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<ChangeField> FlagFields =
    [
        new("flag", "integer", "Counts the account's flags from 1."),
        new("cause", "string", "Why it opened.", WordsOf<RiskCause>()),
        new("openedAt", "date-time", "Since when the account counts as at risk."),
        new("score", "number", "Health when it opened, 0 to 100; not there where it was unknown.", IsRequired: false),
        new("firstFamily", "string", "The family that showed the risk first.", WordsOf<Family>(), IsRequired: false),
        new("firstShownAt", "date-time", "When it showed first, maybe weeks before.", IsRequired: false),
        new("evidence", "evidence", "At most 5 signals that showed it, newest first; the texts are the senders' own."),
    ];

    private static readonly RiskFlag Flag = new()
    {
        Number = 2,
        OpenedAt = Noon,
        Cause = RiskCause.LowHealth,
        ScoreTenths = 412,
        FirstFamily = Family.Support,
        FirstShownAt = Noon.AddDays(-6),
        Evidence = [new RiskSignal(new Stamp(Noon.AddDays(-6).UtcTicks, 0), Family.Support, 204, "helpdesk", "t-81", "Ticket escalated: exports fail")],
    };

    public static ImmutableArray<ChangeType> All { get; } =
    [
        Type("account", "The score crossed from one known band into another.", new AccountChange.BandCrossed(3, Health.HealthBand.Healthy, Health.HealthBand.Watch, 648, Noon),
        [
            new("from", "string", "The last known band.", Bands),
            new("to", "string", "The band now.", Bands),
            new("score", "number", "0 to 100."),
        ]),
        Type("account", "A risk flag opened.", new AccountChange.FlagOpened(Flag), FlagFields),
        Type("account", "A risk flag closed.", new AccountChange.FlagClosed(Flag with { ClosedAt = Noon.AddDays(30), End = RiskEnd.Recovered }),
        [
            .. FlagFields,
            new("closedAt", "date-time", "Until when."),
            new("end", "string", "Why it closed.", WordsOf<RiskEnd>()),
        ]),
        Type("scenario", "A scenario's latitude was tightened, widened, held or frozen, or a step was offered.",
            new AccountChange.LatitudeMoved(118, "reply~billing~mid", "helper/7", new LatitudeChange
            {
                From = Latitude.Bounded,
                To = Latitude.Supervised,
                Cause = LatitudeCause.SevereError,
                At = Noon,
            }),
        [
            new("scenario", "string", "action~category~tier."),
            new("release", "string", "The agent release that it holds for."),
            new("kind", "string", "tightened, widened, offered, frozen, unfrozen, released, reset, new_release, held, watched or started."),
            new("from", "string", "The step before.", WordsOf<Latitude>()),
            new("to", "string", "The step now; the same where there was no step.", WordsOf<Latitude>()),
            new("cause", "string", "What brought it about, as a code."),
            new("by", "string", "The person who did it; not there where it came by itself.", IsRequired: false),
            new("text", "string", "The same for people, with the numbers that did it."),
        ]),
        Type("account", "A person bound or widened what agents may do for this account, or took that back.",
            new AccountChange.LatitudeOverridden(44, new OverrideEntry
            {
                Step = OverrideStep.Tightened,
                By = "Dana",
                Override = new AccountOverride(Latitude.Diagnostic, "The lawyers talk.", ["Dana"], Noon, Noon.AddDays(14)),
            }, Noon),
        [
            new("step", "string", "What was done.", [.. WordsOf<OverrideStep>().Where(step => !step.EndsWith("_proposed", StringComparison.Ordinal))]),
            new("by", "string", "Who did it; two people, comma between, where it takes two."),
            new("latitude", "string", "At most so much, or so much in the place of the playbook's; not there where it was lifted.", WordsOf<Latitude>(), IsRequired: false),
            new("reason", "string", "In their words.", IsRequired: false),
            new("until", "date-time", "When it ends by itself; that is announced by no change of its own.", IsRequired: false),
        ]),
        Type("decision", "People take over a conversation: told once while they have it, not with every question about it.",
            new AccountChange.HandedOver(41, new HandoverNotice(
                "41-5d7e20c4@acme", "reply~contract~global", "helper/7", "T-1812", "specialist", "csm.kim", Noon.AddHours(4),
                [new Reason(VerdictCodes.ClauseQuestion, LayerKind.Escalation, VerdictCodes.ClauseQuestion, "A question of the category contract is about the contract itself.")]), Noon),
        [
            new("decisionId", "string", "The decision: GET /v1/decisions/{id}; in the queue under kind handover."),
            new("scenario", "string", "action~category~tier."),
            new("agentRelease", "string", "Who asked."),
            new("conversation", "string", "As the agent named it; not there where it did not.", IsRequired: false),
            new("to", "string", "Who takes over, by support plan and segment.", WordsOf<HandoverRoute>()),
            new("owner", "string", "The account's owner, where known.", IsRequired: false),
            new("dueAt", "date-time", "When a person should have answered, by the support plan. After it the agent may ask anew, and people are told anew."),
            new("reasons", "reasons", "What spoke for it, at most 8: codes as in the answer, texts for people."),
        ]),
        Type("decision", "A decision waits for a person.",
            new AccountChange.ReviewAwaited(42, new AwaitedReview("42-9f3c0a1b@acme", "grant_credit~billing~global", "helper/7", "lead", 1, Noon.AddHours(4), Noon.AddHours(8)), Noon),
        [
            new("decisionId", "string", "The decision: GET /v1/decisions/{id}."),
            new("scenario", "string", "action~category~tier."),
            new("agentRelease", "string", "Who asks."),
            new("role", "string", "The least who may decide it.", ["csm", "lead", "executive"]),
            new("people", "integer", "Different people that it takes."),
            new("dueAt", "date-time", "When it should be decided."),
            new("expiresAt", "date-time", "When it counts as denied; that is announced by no change of its own."),
        ]),
        Type("decision", "A person has answered a decision that waited, or a conversation that was handed over.",
            new AccountChange.ReviewDone(43, "42-9f3c0a1b@acme", "grant_credit~billing~global", new ReviewEntry
            {
                Decision = 42,
                Reviewer = "Dana",
                IsBeforeSending = true,
                Verb = ReviewVerb.Accept,
                State = DecisionState.Approved,
                Reason = "The outage was ours.",
            }, Noon.AddHours(1)),
        [
            new("decisionId", "string", "The decision."),
            new("scenario", "string", "action~category~tier."),
            new("verb", "string", "What the person did.", WordsOf<ReviewVerb>()),
            new("state", "string", "Where the decision stands: pending where it takes another person, closed after a handover."),
            new("reviewer", "string", "Who."),
            new("reason", "string", "In the reviewer's words.", IsRequired: false),
        ]),
    ];

    private static readonly FrozenDictionary<string, ChangeType> ByKind = All.ToFrozenDictionary(type => type.Kind);

    public static ChangeType? Find(string kind) => ByKind.GetValueOrDefault(kind);

    private static ChangeType Type(string subject, string about, AccountChange example, ImmutableArray<ChangeField> fields)
    {
        var kind = ChangeForm.KindOf(example);
        var row = example is AccountChange.LatitudeMoved moved
            ? ChangeForm.Of("default", moved)
            : ChangeForm.Of(new Accounts.AccountKey("default", "acme"), "enterprise", example);
        return new ChangeType(kind, $"{subject}.{kind}.v1", about, fields, row);
    }

    private static ImmutableArray<string> WordsOf<T>()
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Where(name => name != "Unspecified").Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
}
