using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Agents.Outcomes;

/// <summary>Where a report of an outcome is now.</summary>
public enum OutcomeDelivery
{
    Unspecified = 0,

    /// <summary>The service has it.</summary>
    Delivered = 1,

    /// <summary>On disk here; it goes out as soon as the service answers.</summary>
    Queued = 2,

    /// <summary>The service will not have it; the problem says why. Repeating does not help.</summary>
    Refused = 3,

    /// <summary>Neither told nor kept: the queue is full, or its disk failed. Only the caller has it now.</summary>
    NotKept = 4,
}

/// <param name="Delivery">Where it is.</param>
/// <param name="Decision">The decision as it stands, where it was delivered.</param>
/// <param name="Problem">Why not, otherwise; <c>outcome_queue_full</c> and <c>outcome_queue_failed</c> are the queue's own.</param>
public sealed record OutcomeReceipt(OutcomeDelivery Delivery, DecisionView? Decision = null, ApiProblem? Problem = null);

/// <summary>An act threw, and its outcome could be neither told nor kept. The inner exception is the act's.</summary>
public sealed class OutcomeNotKeptException(string decision, OutcomeBody outcome, OutcomeReceipt receipt, Exception act)
    : Exception($"The outcome of {decision} could be neither told nor kept: {receipt.Problem}", act)
{
    public string Decision => decision;

    public OutcomeBody Outcome => outcome;

    public OutcomeReceipt Receipt => receipt;
}
