using AccountTwins.Grains.Interfaces.Contracts;
using Orleans.Concurrency;

namespace AccountTwins.Grains.Interfaces;

/// <summary>
/// What reviews have made of one scenario; key <c>tenant/scenario</c>. Everything is durable, and known to the tenant's settings, before it is
/// answered; the same observation again changes nothing.
/// </summary>
[Alias("accounttwins.IScenarioGrain")]
public interface IScenarioGrain : IGrainWithStringKey
{
    [Alias("ObserveReview")]
    Task<ScenarioReply> ObserveReview(ReviewObserved review);

    /// <summary>Two blind judgements of the same decision.</summary>
    [Alias("ObservePair")]
    Task<ScenarioReply> ObservePair(PairObserved pair);

    /// <summary>What became of a decision by itself, once its window has passed.</summary>
    [Alias("ObserveOutcome")]
    Task<ScenarioReply> ObserveOutcome(string id, string release, bool speaksAgainst);

    /// <summary>A person freezes, unfreezes, releases, resets or accepts an offer.</summary>
    [Alias("Act")]
    Task<ScenarioReply> Act(ScenarioActAsk ask);

    /// <summary>Of a parent: a review of a scenario below it; answers what all the others below it say.</summary>
    [Alias("ObserveChild")]
    Task<OthersAnswer> ObserveChild(string scenario, ReviewObserved review);

    [Alias("ReadScenario"), AlwaysInterleave]
    Task<ScenarioReply> ReadScenario();
}
