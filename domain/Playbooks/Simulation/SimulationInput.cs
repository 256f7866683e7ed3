using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;

namespace AccountTwins.Domain.Playbooks.Simulation;

/// <summary>A decision as it was stored, with its name.</summary>
public sealed record StoredDecision(string Account, long Number, DecisionEntry Entry);

/// <summary>An account as it is now.</summary>
public sealed record SimulatedAccount(string Account, AccountFacts Facts);

/// <summary>How far a simulation is.</summary>
public readonly record struct SimulationProgress(long Accounts, long Decisions);
