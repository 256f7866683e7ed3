using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using AiContact = AccountTwins.Domain.Signals.AiContact;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>One account over stores in memory, and sessions of it: each is an activation of its own.</summary>
internal sealed class SessionBench
{
    public static readonly AccountKey Key = new("default", "initech");

    private static readonly string[] AllObligations = ["cap_amount", "report_outcome", "use_template", "disclose_ai", "no_new_commitment", "no_billing_fact", "copy", "delay"];

    private int _signals;

    public SessionBench(bool checksNumbers = true) => Ledger = new MemoryLedger(Twins) { ChecksNumbers = checksNumbers };

    public MemoryTwins Twins { get; } = new();

    public MemoryLedger Ledger { get; }

    public FakePolicies Policies { get; } = new();

    public FakeClock Clock { get; } = new();

    public IReadOnlyList<LedgerEntry> Chain => Ledger.Chain(new LedgerSubject(Key.Tenant, Key.Account));

    /// <summary>A session of an account that is known.</summary>
    public async Task<DecisionSession> KnownAsync()
    {
        var (session, twin) = Activate();
        Assert.Equal(TwinStanding.Ready, (await twin.AcceptAsync(Says(AiContact.Allowed))).Standing);
        return session;
    }

    public (DecisionSession Session, TwinSession Twin) Activate()
    {
        var twin = new TwinSession(Key, Twins, _ => false, new AwakeTwins(1), NullLogger.Instance);
        return (new DecisionSession(Key, twin, new DecisionParts(Ledger, Policies, Policies, Twins.Aside), Policies, () => false, Clock), twin);
    }

    /// <summary>What the customer now lets an AI do.</summary>
    public SignalBundle Says(AiContact contact) => new()
    {
        Bodies = [Signal.Of(new AccountUpdated { AiContact = contact }, Clock.GetUtcNow().AddSeconds(_signals), "/crm", $"c{_signals++}").Body],
    };

    public static DecisionAsk Ask(string key, string type, decimal? amount = null, string? onBehalfOf = null, string? conversation = null) => new()
    {
        Actions = [Act(type, amount)],
        Agent = new AgentView { Id = "agent-1", Release = "r1" },
        IdempotencyKey = key,
        OnBehalfOf = onBehalfOf,
        Conversation = conversation,
        SupportedObligations = AllObligations,
    };

    public static ActionAsk Act(string type, decimal? amount = null) => new() { Type = type, Amount = amount, Currency = amount is null ? null : "EUR" };

    public static ReviewReport Review(string decision, string reviewer, string role, string verb, params ActionAsk[] approved) => new()
    {
        DecisionId = decision, Reviewer = reviewer, Role = role, Verb = verb, Approved = approved.Length == 0 ? null : approved,
    };

    public static OutcomeReport Outcome(string decision, DecisionState state, params decimal[] amounts) => new()
    {
        DecisionId = decision, State = state, Amounts = amounts.Length == 0 ? null : amounts, Currency = "EUR", By = "agent-1",
    };
}
