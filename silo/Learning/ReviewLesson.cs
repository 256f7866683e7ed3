using System.Globalization;
using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Learning.Lessons;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Learning;
using AccountTwins.Grains.State;
using LearningKind = AccountTwins.Domain.Learning.ReviewKind;
using ReviewKind = AccountTwins.Grains.State.ReviewKind;

namespace AccountTwins.Silo.Learning;

/// <summary>What a decided review item teaches, read from the account's chain.</summary>
internal sealed record ReviewLesson(IReadOnlyList<string> Scenarios, ReviewObserved Observed, IReadOnlyList<LessonProposal> Proposals)
{
    /// <summary>Whether the estimator takes it: what a person picked, a second opinion and an answer in person say nothing of the others.</summary>
    public bool IsCounted => (LearningKind)Observed.Kind != LearningKind.Directed && Agreement.Score(ScenarioMapping.ToJudgement(Observed.Judgement)) is not null;

    /// <summary>By scenario, where the request has steps of several.</summary>
    private IReadOnlyDictionary<string, Judgement> Judgements { get; init; } = new Dictionary<string, Judgement>();

    /// <summary>What it teaches one of its scenarios: a corrected category speaks against those that were declared by another one, and by no step of that one.</summary>
    public ReviewObserved For(string scenario) => Judgements.TryGetValue(scenario, out var own) ? Observed with { Judgement = ScenarioMapping.ToView(own) } : Observed;

    /// <summary>
    /// Null for an item whose entries are not there. Throws <see cref="StoreUnavailableException"/>, and <see cref="JsonException"/> for
    /// entries that cannot be read.
    /// </summary>
    public static async Task<ReviewLesson?> ReadAsync(ILedgerStore ledger, ReviewItem item, ulong samplingKey, LearningParameters parameters, CancellationToken cancellationToken)
    {
        var account = new LedgerSubject(item.Tenant, item.Account);
        if (await EntryAsync(ledger, account, item.Number, EntryKinds.Decision, cancellationToken) is not { } found)
            return null;
        var decision = LedgerJson.Read<DecisionEntry>(found.Body);
        Judgement? worst = null;
        var proposals = new List<LessonProposal>();
        string[] scenarios = [.. decision.Input.Actions.Select(action => action.Scenario).Distinct()];
        var judgements = new Dictionary<string, Judgement>(StringComparer.Ordinal);
        foreach (var number in item.Reviewed.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (await EntryAsync(ledger, account, long.Parse(number, CultureInfo.InvariantCulture), EntryKinds.Review, cancellationToken) is not { } entry)
                return null;
            var review = LedgerJson.Read<ReviewEntry>(entry.Body);
            var said = JudgementOf(review, decision.Input.Request.Actions);
            worst = Worse(worst, said);
            foreach (var scenario in scenarios)
            {
                var steps = decision.Input.Request.Actions.Where((_, step) => decision.Input.Actions[step].Scenario == scenario);
                judgements[scenario] = Worse(judgements.TryGetValue(scenario, out var known) ? known : null, JudgementOf(review, steps));
            }

            if (ProposalOf(item, found, decision, entry, review, said) is { } proposal)
                proposals.Add(proposal);
        }

        if (worst is not { } judgement)
            return null;
        var draw = new ReviewSampling(parameters, samplingKey).Draw($"{new AccountKey(item.Tenant, item.Account)}#{item.Number}");
        return new ReviewLesson(scenarios, new ReviewObserved
        {
            // A void approval waits again under the same name, and its next review is another one.
            Id = $"{item.Id}#{item.Reviewed.ReplaceLineEndings(",")}",
            Release = item.AgentRelease,
            Kind = (int)(item.Kind switch
            {
                ReviewKind.Approval => LearningKind.BeforeSending,
                ReviewKind.Audit when decision.Sampling is { IsAudited: true } => LearningKind.Audit,

                // Also what a weak label alone brought in: it was picked because of how it came out, so it is no sample of the rest.
                _ => LearningKind.Directed,
            }),
            Judgement = ScenarioMapping.ToView(judgement),
            IsAtRisk = item.AtRisk,
            Probability = item.Kind == ReviewKind.Audit && decision.Sampling is { IsAudited: true } sampling ? sampling.Own : 1,
            IsInCommonSample = item.Kind == ReviewKind.Audit && decision.Sampling is { IsAudited: true } && draw < decision.Sampling.Common,
        }, proposals)
        {
            Judgements = judgements,
        };
    }

    /// <summary>A reason for something that was wrong could be a lesson; a person says so.</summary>
    private static LessonProposal? ProposalOf(ReviewItem item, LedgerEntry found, DecisionEntry decision, LedgerEntry entry, ReviewEntry review, Judgement said)
    {
        if (LessonDraft.TextOf(review.Reason) is not { Length: > 0 } text || LessonDraft.FaultOf(said) is not { } fault)
            return null;
        return new LessonProposal
        {
            Review = string.Create(CultureInfo.InvariantCulture, $"{item.Account}#{entry.Number}"),
            Scenario = decision.Input.Actions[decision.Verdict.Binding()].Scenario,
            Action = decision.Input.Request.Actions[decision.Verdict.Binding()].Type,
            Account = item.Account,
            Decision = DecisionId.Of(found.Number, found.Hash, item.Account).ToString(),
            Release = item.AgentRelease,
            Fault = fault,
            Text = text,
            Author = review.Reviewer,
            ReviewedAt = entry.At,
        };
    }

    private static Judgement JudgementOf(ReviewEntry review, IEnumerable<ActionRequest> steps) => new(
        review.Verb, review.Edit, review.Goals, review.Severity,
        review.CorrectedCategory is { } category && steps.All(step => step.Category != category));

    /// <summary>Where several people decide one item, the gravest word counts: a second accept does not undo the first one's edit.</summary>
    private static Judgement Worse(Judgement? known, Judgement next)
    {
        if (known is not { } before)
            return next;
        var graver = before.Severity > next.Severity ? before.Severity : next.Severity;
        var isNextWorse = (Agreement.Score(next) ?? 2) < (Agreement.Score(before) ?? 2);
        return (isNextWorse ? next : before) with { Severity = graver };
    }

    private static async Task<LedgerEntry?> EntryAsync(ILedgerStore ledger, LedgerSubject account, long number, string kind, CancellationToken cancellationToken) =>
        (await ledger.ReadAsync(account, number, 1, cancellationToken)) is [var entry] && entry.Number == number && entry.Kind == kind ? entry : null;
}
