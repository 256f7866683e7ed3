using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Api.Reviews;

/// <summary>A line of an evaluation set, from the two entries that it rests on.</summary>
internal static class ReviewExport
{
    /// <summary>Throws <see cref="JsonException"/> for an entry that this release cannot read.</summary>
    public static ReviewExportLine Of(PastReview past, LedgerEntry found)
    {
        var (review, decision) = (LedgerJson.Read<ReviewEntry>(past.Body), LedgerJson.Read<DecisionEntry>(found.Body));
        var (input, request) = (decision.Input, decision.Input.Request);
        var way = WayOf(review, decision);
        var judgement = new Judgement(
            review.Verb, review.Edit, review.Goals, review.Severity,
            review.CorrectedCategory is { } category && request.Actions.All(action => action.Category != category));
        return new ReviewExportLine
        {
            Id = FormattableString.Invariant($"{past.Account}#{past.Number}"),
            DecisionId = DecisionId.Of(found.Number, found.Hash, past.Account).ToString(),
            Account = past.Account,
            Kind = Word(way),
            Scenario = input.Actions[0].Scenario,
            Action = request.Actions[0].Type,
            Input = InputOf(input),
            Draft = [.. request.Actions.Select(action => action.Draft)],
            Final = review.Verb switch
            {
                ReviewVerb.Accept => [.. (review.Approved ?? request.Actions).Select(DecisionMapping.ToAsk)],
                ReviewVerb.Edit => review.Approved is { } approved ? [.. approved.Select(DecisionMapping.ToAsk)] : null,
                _ => null,
            },
            Verdict = Word(decision.Verdict.Kind),
            Verb = Word(review.Verb),
            Edit = review.Verb == ReviewVerb.Edit ? Word(review.Edit) : null,
            Goals = review.Goals == GoalFit.Unspecified ? null : Word(review.Goals),
            Severity = review.Severity == Severity.Unspecified ? Word(Severity.None) : Word(review.Severity),
            CorrectedCategory = review.CorrectedCategory,
            Reason = review.Reason,
            Score = way is ReviewWay.BeforeSending or ReviewWay.Audit ? Agreement.Score(judgement) : null,
            Probability = way switch
            {
                ReviewWay.BeforeSending => 1,
                ReviewWay.Audit => decision.Sampling?.Own,
                _ => null,
            },
            AgentId = request.Agent.Id,
            AgentRelease = request.Agent.Release,
            AgentModel = request.Agent.Model,
            AskedAt = input.Now,
            ReviewedAt = past.Place.At,
        };
    }

    /// <summary>An audit that was not drawn was brought in by how the decision came out, and is no sample either.</summary>
    private static ReviewWay WayOf(ReviewEntry review, DecisionEntry decision) => review switch
    {
        { IsBeforeSending: true } => ReviewWay.BeforeSending,
        { Way: ReviewWay.SecondAudit or ReviewWay.Directed } => review.Way.Value,
        _ => decision.Sampling is { IsAudited: true } ? ReviewWay.Audit : ReviewWay.Directed,
    };

    private static ReviewExportInput InputOf(VerdictInput input) => new()
    {
        Acts = [.. input.Request.Actions.Select(action => DecisionMapping.ToAsk(action) with { Draft = null })],
        Conversation = input.Request.Conversation,
        PersonAskedFor = input.Request.PersonAskedFor,
        Segment = input.Account.Segment,
        ValueTier = input.Account.Tier == ValueTier.Unspecified ? null : Word(input.Account.Tier),
        Band = HealthScore.NameOf(input.Account.LatitudeBand),
        AtRisk = input.Account.HasOpenFlag || input.Account.LatitudeBand <= HealthBand.AtRisk,
        DaysToRenewal = input.Account.DaysToRenewal,
        Playbook = input.Tenant.Playbook,
    };

    private static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
