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
}
