using AccountTwins.Client.Agents.Outcomes;
using AccountTwins.Client.Agents.Permits;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Agents;

/// <summary>The guard: asks, keeps the obligations, looks at the server's clock just before the act, and reports what became of it.</summary>
public sealed partial class AgentClient
{
    /// <summary>Acts if, and only if, it is permitted. An act that throws is reported as failed, and its exception goes on.</summary>
    /// <param name="action">What the agent wants to do.</param>
    /// <param name="act">Does it, and only what the permit says.</param>
    /// <param name="cancellationToken">Ends the questions and waits; it is not handed to the act, and a report goes out in spite of it.</param>
    public async Task<Guarded<T>> Guarded<T>(AgentAction action, Func<Permit, Task<T>> act, CancellationToken cancellationToken = default) =>
        await RunAsync(await AskAsync(action, false, cancellationToken).ConfigureAwait(false), action.Keeps, act, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="Guarded{T}(AgentAction, Func{Permit, Task{T}}, CancellationToken)"/>
    public Task<Guarded<bool>> Guarded(AgentAction action, Func<Permit, Task> act, CancellationToken cancellationToken = default) =>
        Guarded(action, permit => DoneAsync(act, permit), cancellationToken);

    /// <summary>Goes on with what had to wait: once a person has approved it, makes the approval a permit and acts; also after a restart.</summary>
    /// <param name="decision">Its id, <see cref="Answer.DecisionId"/>.</param>
    /// <param name="act">As for <see cref="Guarded{T}"/>; the permit holds what was approved, which may be less than what was asked for.</param>
    /// <param name="wait">How long to wait for a person, at most 30 s; default: not at all.</param>
    /// <param name="keeps">As <see cref="AgentAction.Keeps"/>.</param>
    /// <param name="cancellationToken">As for <see cref="Guarded{T}"/>.</param>
    public async Task<Guarded<T>> Resume<T>(string decision, Func<Permit, Task<T>> act, TimeSpan wait = default, string[]? keeps = null, CancellationToken cancellationToken = default) =>
        await RunAsync(await WaitAsync(decision, wait, cancellationToken).ConfigureAwait(false), keeps ?? [], act, cancellationToken).ConfigureAwait(false);

    private static async Task<bool> DoneAsync(Func<Permit, Task> act, Permit permit)
    {
        await act(permit).ConfigureAwait(false);
        return true;
    }

    private async Task<Guarded<T>> RunAsync<T>(Answer answer, string[] keeps, Func<Permit, Task<T>> act, CancellationToken cancellationToken)
    {
        if (answer is { MayProceed: true, Decision: { Enforced: true, State: DecisionState.Approved or DecisionState.ApprovedEdited, DecisionId: { } id } })
            answer = await PermitAsync(id, cancellationToken).ConfigureAwait(false);
        if (!answer.MayProceed)
            return new Guarded<T>(answer, false, default, null);
        var view = answer.Decision;
        // Only an account that nobody knows has no decision, and then nothing is bound to one.
        var isFirst = view.DecisionId is null ? !view.Enforced : firstHand.TryUse(view.DecisionId);
        if (!isFirst || (view.Enforced && view.State != DecisionState.Permitted))
            return new Guarded<T>(Answer.Stopped(AnswerCodes.AlreadyAsked, view), false, default, null);

        var permit = new Permit(view, answer.Time, options.PermitMargin);
        if (permit.Obligations.Any(owed => !ObligationWords.OfTheGuard.Contains(owed.Kind) && !keeps.Contains(owed.Kind)))
            return await NotActedAsync<T>(Answer.Stopped(AnswerCodes.ObligationUnsupported, view)).ConfigureAwait(false);
        if (!await ItIsTimeAsync(permit, answer.Time, cancellationToken).ConfigureAwait(false) || !permit.IsLive)
            return await NotActedAsync<T>(Answer.Waiting(AnswerCodes.PermitExpired) with { Decision = view }).ConfigureAwait(false);
        return await ActAsync(answer, permit, act).ConfigureAwait(false);
    }

    private async Task<Answer> PermitAsync(string id, CancellationToken cancellationToken)
    {
        var claim = firstHand.Claim;
        return Noted((await UseAsync(id, claim, cancellationToken).ConfigureAwait(false)).Answer, claim);
    }

    private async Task<Guarded<T>> ActAsync<T>(Answer answer, Permit permit, Func<Permit, Task<T>> act)
    {
        T value;
        try
        {
            value = await act(permit).ConfigureAwait(false);
        }
        catch (PermitExpiredException)
        {
            return await NotActedAsync<T>(Answer.Waiting(AnswerCodes.PermitExpired) with { Decision = permit.Decision }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The type alone: messages may hold what must not leave this process.
            var failed = new OutcomeBody { State = DecisionState.Failed, Detail = exception.GetType().Name };
            if (await TellAsync(permit, failed).ConfigureAwait(false) is { Delivery: OutcomeDelivery.NotKept } receipt)
                throw new OutcomeNotKeptException(permit.Decision.DecisionId!, failed, receipt, exception);
            throw;
        }

        // Beyond the try: it was done, whatever becomes of telling so.
        return new Guarded<T>(answer, true, value, await TellAsync(permit, permit.Outcome()).ConfigureAwait(false));
    }

    /// <summary>Gives the reservation back.</summary>
    private async Task<Guarded<T>> NotActedAsync<T>(Answer answer)
    {
        var receipt = answer.DecisionId is { } id
            ? await sender.ReportAsync(id, new OutcomeBody { State = DecisionState.NotExecuted, Detail = answer.Code }, CancellationToken.None).ConfigureAwait(false)
            : null;
        return new Guarded<T>(answer, false, default, receipt);
    }

    /// <summary>What was done is reported whatever happens, and even where the caller has stopped waiting.</summary>
    private async Task<OutcomeReceipt?> TellAsync(Permit permit, OutcomeBody outcome) =>
        permit.Decision.DecisionId is { } id ? await sender.ReportAsync(id, outcome, CancellationToken.None).ConfigureAwait(false) : null;

    /// <summary>As <see cref="DelayAsync"/>. Who stops waiting gives back what the permit holds: nobody else may use it.</summary>
    private async Task<bool> ItIsTimeAsync(Permit permit, ServerTime? time, CancellationToken cancellationToken)
    {
        try
        {
            return await DelayAsync(permit, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await TellAsync(permit, new OutcomeBody { State = DecisionState.NotExecuted, Detail = "cancelled" }).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the server's clock is surely past the moment. False: the permit ends before it.</summary>
    private async Task<bool> DelayAsync(Permit permit, ServerTime? time, CancellationToken cancellationToken)
    {
        if (permit.NotBefore is not { } until || !permit.IsEnforced)
            return true;
        if (time is null || until >= permit.Decision.ExpiresAt)
            return false;
        while (until - time.Earliest is { Ticks: > 0 } left)
            await Task.Delay(left, clock, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
