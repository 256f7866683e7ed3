using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;

namespace AccountTwins.Domain.Playbooks.Simulation;

/// <summary>A decision as it was stored, with its name.</summary>
public sealed record StoredDecision(string Account, long Number, DecisionEntry Entry);

/// <summary>An account as it is now.</summary>
/// <param name="Tried">As the playbook to try sees it, whose tiers may lie elsewhere; null: the same.</param>
public sealed record SimulatedAccount(string Account, AccountFacts Facts, AccountFacts? Tried = null);

/// <summary>How far a simulation is.</summary>
public readonly record struct SimulationProgress(long Accounts, long Decisions);
