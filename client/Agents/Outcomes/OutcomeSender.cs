using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Client.Agents.Outcomes;

/// <summary>Tells outcomes: at once where the service answers, else from the queue, again and again, until it has them all.</summary>
internal sealed partial class OutcomeSender : IAsyncDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Accounts in a row without an answer: one may hang alone, so many are the service.</summary>
    private const int SilentMax = 3;

    private readonly IAccountTwins twins;
    private readonly OutcomeQueue queue;
    private readonly Attempts attempts;
    private readonly TimeSpan deadline;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim work = new(0, 1);
    private readonly Task running;

    public OutcomeSender(IAccountTwins twins, OutcomeQueue queue, Attempts attempts, TimeSpan deadline, TimeProvider clock, ILogger log)
    {
        (this.twins, this.queue, this.attempts, this.deadline, this.clock, this.log) = (twins, queue, attempts, deadline, clock, log);
        // What an earlier process left behind goes out first.
        if (queue.Count > 0)
            work.Release();
        running = Task.Run(RunAsync);
    }

    public async Task<OutcomeReceipt> ReportAsync(string decision, OutcomeBody outcome, CancellationToken cancellationToken)
    {
        ApiResult<DecisionView> result;
        try
        {
            (result, _) = await attempts.TwiceAsync(deadline, each => twins.OutcomeAsync(decision, outcome, each), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What was done was done: the caller stops waiting, the report does not.
            Keep(decision, outcome, new ApiProblem { Code = ApiProblem.Unreachable, Title = "The caller stopped waiting for an answer." });
            throw;
        }

        if (result.IsOk)
            return new OutcomeReceipt(OutcomeDelivery.Delivered, result.Value);
        if (Hindrances.Of(result.Problem) == Hindrance.Refused)
        {
            LogRefused(decision, result.Problem.Code);
            return new OutcomeReceipt(OutcomeDelivery.Refused, null, result.Problem);
        }

        return Keep(decision, outcome, result.Problem);
    }

    private OutcomeReceipt Keep(string decision, OutcomeBody outcome, ApiProblem problem)
    {
        try
        {
            if (queue.TryAdd(new QueuedOutcome { Decision = decision, Outcome = outcome, At = clock.GetUtcNow() }))
            {
                LogQueued(decision, problem.Code);
                Wake();
                return new OutcomeReceipt(OutcomeDelivery.Queued, null, problem);
            }

            return NotKept(decision, "outcome_queue_full", "The folder of outcomes holds as much as it may.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return NotKept(decision, "outcome_queue_failed", exception.Message);
        }
    }

    /// <summary>
    /// Tells what waits, the oldest first, until the service is away. What stands in one account's way holds up no other; its own later outcomes wait
    /// with it, for of two reports of a decision the first one counts. True: nothing waits any more.
    /// </summary>
    public async Task<bool> SendWaitingAsync(CancellationToken cancellationToken)
    {
        var (isAllTold, silent, held) = (true, 0, new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var (file, kept) in queue.Read())
        {
            if (kept is null)
            {
                LogUnreadable(Path.GetFileName(file));
                OutcomeQueue.Refuse(file);
                continue;
            }

            var account = AccountOf(kept.Decision);
            if (held.ContainsKey(account))
                continue;
            var (result, _) = await attempts.OnceAsync(deadline, each => twins.OutcomeAsync(kept.Decision, kept.Outcome, each), cancellationToken).ConfigureAwait(false);
            if (result.IsOk)
            {
                silent = 0;
                OutcomeQueue.Remove(file);
                continue;
            }

            var hindrance = Hindrances.Of(result.Problem);
            silent = hindrance == Hindrance.Silence ? silent + 1 : 0;
            if (hindrance == Hindrance.Service || silent == SilentMax)
                return false;
            if (hindrance == Hindrance.Refused)
            {
                LogRefused(kept.Decision, result.Problem.Code);
                OutcomeQueue.Refuse(file);
                continue;
            }

            isAllTold = false;
            if (hindrance != Hindrance.Report)
                held.Add(account, result.Problem.Code);
        }

        if (held.Count > 0)
            LogHeld(held.Count, held.First().Key, held.First().Value);
        return isAllTold;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stop.Dispose();
        work.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await work.WaitAsync(stop.Token).ConfigureAwait(false);
                for (var pause = First; !await PassAsync().ConfigureAwait(false); pause = pause * 2 < Longest ? pause * 2 : Longest)
                    await Task.Delay(pause * (0.75 + Random.Shared.NextDouble() / 4), clock, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end of this process is no reason to lose anything: what waits is on disk.
        }
    }

    private async Task<bool> PassAsync()
    {
        try
        {
            return await SendWaitingAsync(stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogDisk(exception);
            return false;
        }
    }

    private void Wake()
    {
        try
        {
            work.Release();
        }
        catch (SemaphoreFullException)
        {
            // A pass is due already.
        }
    }

    /// <summary>17-9f3c0a1b@acct-1 → acct-1; what is no decision's name stands for itself.</summary>
    private static string AccountOf(string decision) => decision[(decision.IndexOf('@', StringComparison.Ordinal) + 1)..];

    private OutcomeReceipt NotKept(string decision, string code, string detail)
    {
        LogNotKept(decision, code);
        return new OutcomeReceipt(OutcomeDelivery.NotKept, null, new ApiProblem { Code = code, Title = "The outcome could be neither told nor kept.", Detail = detail });
    }

    [LoggerMessage(3101, LogLevel.Warning, "Outcome of {Decision} waits on disk: {Code}.")]
    private partial void LogQueued(string decision, string code);

    [LoggerMessage(3102, LogLevel.Error, "Outcome of {Decision} is refused for good: {Code}.")]
    private partial void LogRefused(string decision, string code);

    [LoggerMessage(3103, LogLevel.Critical, "Outcome of {Decision} could be neither told nor kept: {Code}.")]
    private partial void LogNotKept(string decision, string code);

    [LoggerMessage(3104, LogLevel.Error, "A kept outcome cannot be read and is put aside: {File}.")]
    private partial void LogUnreadable(string file);

    [LoggerMessage(3105, LogLevel.Error, "The folder of outcomes cannot be read.")]
    private partial void LogDisk(Exception exception);

    [LoggerMessage(3106, LogLevel.Warning, "Outcomes of {Count} accounts still wait; one is {Account}: {Code}.")]
    private partial void LogHeld(int count, string account, string code);
}
