using AccountTwins.Client.Agents.Outcomes;
using AccountTwins.Client.Agents.Permits;
using AccountTwins.Client.Hosting;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Client.Agents;

/// <summary>
/// An agent's way to ask before it acts. Every answer has a verdict and a next step; where the service gives none, the client answers
/// <c>require_approval</c> itself, and it never reuses an old allowance. Safe to share between threads.
/// </summary>
public sealed partial class AgentClient : IAsyncDisposable
{
    private readonly AccountTwinsClientOptions options;
    private readonly Attempts attempts;
    private readonly TimeProvider clock;
    private readonly OutcomeSender sender;
    private readonly FirstHand firstHand = new();

    /// <param name="twins">The way to the service.</param>
    /// <param name="options">Checked.</param>
    /// <param name="clock">Null: the machine's.</param>
    /// <param name="log">Null: silent.</param>
    public AgentClient(IAccountTwins twins, AccountTwinsClientOptions options, TimeProvider? clock = null, ILogger<AgentClient>? log = null)
    {
        options.Check();
        (Twins, this.options, this.clock) = (twins, options, clock ?? TimeProvider.System);
        attempts = new Attempts(this.clock);
        Outcomes = new OutcomeQueue(options.OutcomeFolder, options.OutcomesMax, options.OutcomeBytesMax, this.clock);
        sender = new OutcomeSender(twins, Outcomes, attempts, options.OutcomeDeadline, this.clock, (ILogger?)log ?? NullLogger.Instance);
    }

    /// <summary>Of the tools, where a model gives none: what another process was permitted is not for this one.</summary>
    internal string ToolsClaim { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The plain calls, without deadline and repeat.</summary>
    public IAccountTwins Twins { get; }

    /// <summary>Outcomes that wait for the service.</summary>
    public OutcomeQueue Outcomes { get; }

    /// <summary>May I do this, for this account, now? Asked twice with the same key where nobody answers; each attempt has the deadline.</summary>
    /// <param name="action">What the agent wants to do.</param>
    /// <param name="dryRun">Nothing is recorded and nothing reserved: to look, never to act upon.</param>
    /// <param name="cancellationToken">Ends the question; whether it was decided is then not known.</param>
    public async Task<Answer> AskAsync(AgentAction action, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        var claim = firstHand.Claim;
        var (answer, _, _) = await DecideAsync(action.Account, BodyOf(action, dryRun, claim), cancellationToken).ConfigureAwait(false);
        return Noted(answer, claim);
    }

    /// <summary>A decision as it stands, once it no longer waits or the time is over.</summary>
    /// <param name="decision">Its id.</param>
    /// <param name="wait">How long to wait while it is pending, at most 30 s; longer waits are the caller's loop.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Answer> WaitAsync(string decision, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        var claim = firstHand.Claim;
        var answer = (await ReadAsync(decision, wait, claim, cancellationToken).ConfigureAwait(false)).Answer;
        // The answer that made it a permit was lost; this client holds it all the same.
        if (answer is { MayProceed: true, Decision: { IsHeld: true, DecisionId: { } id } })
            firstHand.Add(id, claim, isAgain: true);
        return answer;
    }

    /// <summary>Tells what became of an act; what cannot be told now waits on disk. The same report again changes nothing.</summary>
    public Task<OutcomeReceipt> ReportAsync(string decision, OutcomeBody outcome, CancellationToken cancellationToken = default) =>
        sender.ReportAsync(decision, outcome, cancellationToken);

    public ValueTask DisposeAsync() => sender.DisposeAsync();

    /// <summary>The verdict on a request as it is; beside the answer, what it was made of.</summary>
    internal async Task<Asked> DecideAsync(string account, DecisionBody body, CancellationToken cancellationToken)
    {
        var (result, asked) = await attempts.TwiceAsync(options.DecisionDeadline, each => Twins.DecideAsync(account, body, each), cancellationToken).ConfigureAwait(false);
        var isOther = result.IsOk && (result.Value.Account != account || (result.Value.Actions.Length != body.Actions.Length && result.Value.ApprovedActions is null));
        return new Asked(isOther ? Answer.Waiting(AnswerCodes.Unreachable) : AnswerOf(result, asked), result, asked);
    }

    internal async Task<Asked> ReadAsync(string decision, TimeSpan wait, string claim, CancellationToken cancellationToken)
    {
        var seconds = Math.Clamp((int)wait.TotalSeconds, 0, 30);
        var deadline = TimeSpan.FromSeconds(seconds) + options.ReadDeadline;
        var (result, asked) = await attempts.TwiceAsync(deadline, each => Twins.ReadDecisionAsync(decision, seconds, claim, each), cancellationToken).ConfigureAwait(false);
        return new Asked(AnswerOf(result, asked), result, asked);
    }

    /// <summary>Makes an approval a permit.</summary>
    internal async Task<Asked> UseAsync(string decision, string claim, CancellationToken cancellationToken)
    {
        var (result, asked) = await attempts.TwiceAsync(options.DecisionDeadline, each => Twins.PermitAsync(decision, claim, each), cancellationToken).ConfigureAwait(false);
        return new Asked(AnswerOf(result, asked), result, asked);
    }

    private Answer AnswerOf(ApiResult<DecisionView> result, AskedAt asked) => !result.IsOk ? Answer.Of(result.Problem)
        : Misfit(result.Value) ? Answer.Waiting(AnswerCodes.Unreachable)
        : Answer.Of(result.Value, ServerTime.Of(clock, asked.Sent, result.Value.AnsweredAt, result.Date));

    /// <summary>An answer that reads well and makes no sense: a verdict or step left out, or leave to go on that the table does not know.</summary>
    private static bool Misfit(DecisionView view) => view.Verdict == VerdictKind.Unspecified || view.Next == NextStep.Unspecified || view.Actions is null or []
        || (view.Next == NextStep.Proceed && NextSteps.Of(view.Verdict, view.Next, view.Enforced) is null);

    /// <summary>
    /// Keeps what this client may act upon: a permit made for this very question, or one that its own claim holds, for then no other process was given it. Any
    /// other repeat is somebody else's, who may be acting upon it.
    /// </summary>
    private Answer Noted(Answer answer, string claim)
    {
        if (answer is { Next: NextStep.Proceed, Decision: { DecisionId: { } id } view } && (!view.IsRepeat || view.IsHeld))
            firstHand.Add(id, claim, isAgain: view.IsRepeat);
        return answer;
    }

    private DecisionBody BodyOf(AgentAction action, bool dryRun, string claim) => new()
    {
        Actions = action.Acts,
        Agent = new AgentBody { Release = options.Release, Model = options.Model },
        OnBehalfOf = action.OnBehalfOf,
        Contact = action.Contact,
        Conversation = action.Conversation,
        PersonAskedFor = action.PersonAskedFor,
        IdempotencyKey = dryRun ? null : action.IdempotencyKey,
        SupportedObligations = [.. ObligationWords.OfTheGuard.Union(action.Keeps)],
        MaxStaleness = action.MaxStaleness,
        DryRun = dryRun,
        Claim = dryRun ? null : claim,
    };
}
