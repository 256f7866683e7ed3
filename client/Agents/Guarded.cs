using AccountTwins.Client.Agents.Outcomes;

namespace AccountTwins.Client.Agents;

/// <summary>What a guarded act came to.</summary>
/// <param name="Answer">What the agent was told; where it did not act, <see cref="Answer.Next"/> is what it does now.</param>
/// <param name="Acted">Whether the act ran to its end.</param>
/// <param name="Value">What it gave.</param>
/// <param name="Report">Where the report of the outcome is; null where there was nothing to report. Look for <see cref="OutcomeDelivery.NotKept"/>.</param>
public sealed record Guarded<T>(Answer Answer, bool Acted, T? Value, OutcomeReceipt? Report);
