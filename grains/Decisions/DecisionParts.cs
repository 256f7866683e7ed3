using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;

namespace AccountTwins.Grains.Decisions;

/// <summary>What a decision needs beside its twin.</summary>
public sealed record DecisionParts(ILedgerStore Ledger, IPlaybookTexts Playbooks, IPolicyBoard Policies, IAsideStore Aside);
