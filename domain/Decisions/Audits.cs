using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Playbooks;

namespace AccountTwins.Domain.Decisions;

/// <summary>Draws which allowed decisions people look at afterwards. Fixed before anything is known of the outcome, and kept with the decision.</summary>
public static class Audits
{
    /// <param name="probability">Of each action's scenario now; the largest counts.</param>
    /// <param name="share">1, or less while the queue is full: the share of the usual work that people can do.</param>
    /// <param name="decision">What the draw hangs on; the same for every repeat.</param>
    public static SamplingFact Draw(Playbook playbook, ulong key, double probability, double share, string decision)
    {
        var sampling = new ReviewSampling(playbook.Learning, key);
        var odds = new ReviewOdds(probability, probability);
        if (share < 1)
            odds = sampling.WhenFull(odds, share);
        return new SamplingFact(odds.Own, odds.Common, sampling.IsAudited(decision, odds), sampling.IsReviewedTwice(decision));
    }

    /// <summary>
    /// After a weak label: the probability before and now, and whether the raise brings the decision before people. The draw is the decision's
    /// own, so raising only adds to the sample.
    /// </summary>
    /// <param name="known">What an earlier label raised it to; null: as it was decided.</param>
    public static RaisedOdds Raise(Playbook playbook, ulong key, SamplingFact sampling, double? known, double share, string decision)
    {
        var rules = new ReviewSampling(playbook.Learning, key);
        var before = new ReviewOdds(sampling.Common, known ?? sampling.Own);
        var after = rules.AfterWeakLabel(before);
        if (share < 1)
            after = after with { Own = Math.Max(before.Own, rules.WhenFull(after, share).Own) };
        return new RaisedOdds(before.Own, after.Own, !rules.IsAudited(decision, before) && rules.IsAudited(decision, after));
    }
}

/// <summary>A probability of an audit before and after a raise, and whether the decision is drawn because of it.</summary>
public readonly record struct RaisedOdds(double Before, double After, bool IsDrawn);
