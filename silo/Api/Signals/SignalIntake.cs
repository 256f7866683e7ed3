using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Accounts;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Observability;

namespace AccountTwins.Silo.Api.Signals;

/// <summary>Hands the signals of one request to their twins, one call an account, and says for each what became of it.</summary>
public sealed partial class SignalIntake(IAccounts accounts, IFeedBoard feeds, IngestionMetrics metrics, OutboxGate gate, ILogger<SignalIntake> logger)
{
    /// <summary>Accounts of one request that are asked at the same time.</summary>
    private const int ParallelMax = 32;

    /// <summary>Answers in the order of <paramref name="events"/>. Never throws for a twin that fails: its signals are refused.</summary>
    public async Task<SignalResult[]> TakeAsync(string tenant, IReadOnlyList<ReadEvent> events)
    {
        var results = new SignalResult[events.Count];
        var byAccount = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var index = 0; index < events.Count; index++)
        {
            switch (events[index])
            {
                case ReadEvent.Fact fact:
                    if (!byAccount.TryGetValue(fact.Account, out var indexes))
                        byAccount[fact.Account] = indexes = [];
                    indexes.Add(index);
                    break;
                case ReadEvent.Heartbeat heartbeat:
                    feeds.Heartbeat(tenant, heartbeat.Beat.Family, heartbeat.Beat.Time);
                    results[index] = new SignalResult(index, SignalStatus.Accepted);
                    break;
                case ReadEvent.Unusable unusable:
                    metrics.Signal(unusable.Family, SignalOutcome.Rejected);
                    results[index] = new SignalResult(index, SignalStatus.Rejected, unusable.Code, unusable.Message);
                    break;
            }
        }

        // Nothing cancels this: a caller that leaves must not leave half of its signals undecided.
        await Parallel.ForEachAsync(
            byAccount,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelMax },
            async (account, _) => await TakeAsync(new AccountKey(tenant, account.Key), account.Value, events, results));
        return results;
    }

    private async Task TakeAsync(AccountKey key, List<int> indexes, IReadOnlyList<ReadEvent> events, SignalResult[] results)
    {
        var (code, answer) = await AskAsync(key, new SignalBundle { Bodies = [.. indexes.Select(index => ((ReadEvent.Fact)events[index]).Signal.Body)] });
        if (code is not null)
        {
            foreach (var index in indexes)
            {
                results[index] = new SignalResult(index, SignalStatus.Refused, code.Code, code.Text);
                metrics.Signal(((ReadEvent.Fact)events[index]).Signal.Family, SignalOutcome.Refused);
            }

            return;
        }

        foreach (var index in indexes)
            results[index] = new SignalResult(index, SignalStatus.Accepted);
        foreach (var repeated in answer!.Repeated)
            results[indexes[repeated]] = new SignalResult(indexes[repeated], SignalStatus.Repeated);
        foreach (var refused in answer.Refused)
            results[indexes[refused.Index]] = new SignalResult(indexes[refused.Index], SignalStatus.Rejected, refused.Code, Text(refused.Code));
        foreach (var index in indexes)
            Count(key.Tenant, ((ReadEvent.Fact)events[index]).Signal, results[index].Status);
    }

    private async Task<(ReasonCode? Code, AcceptAnswer? Answer)> AskAsync(AccountKey key, SignalBundle bundle)
    {
        if (!gate.IsOpen)
            return (ReasonCodes.OutboxFull, null);
        try
        {
            var answer = await accounts.AcceptAsync(key, bundle);
            return answer.Standing == TwinStanding.Ready ? (null, answer) : (StandingProblem.Of(answer.Standing), null);
        }
        catch (StoreUnavailableException)
        {
            return (ReasonCodes.StoreUnavailable, null);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansMessageRejectionException)
        {
            // No answer: the twin is late, or the silo that held it died and its accounts have not moved yet.
            return (ReasonCodes.AccountBusy, null);
        }
        catch (Exception exception)
        {
            LogFailed(exception, key);
            return (ReasonCodes.Internal, null);
        }
    }

    private void Count(string tenant, Signal signal, SignalStatus status)
    {
        switch (status)
        {
            case SignalStatus.Accepted:
                metrics.Signal(signal.Family, SignalOutcome.Applied);
                feeds.Observe(tenant, signal.Family, signal.Stamp.Time);
                break;
            case SignalStatus.Repeated:
                metrics.Signal(signal.Family, SignalOutcome.Repeated);
                break;
            default:
                metrics.Signal(signal.Family, SignalOutcome.Rejected);
                break;
        }
    }

    private static string? Text(string code) => ReasonCodes.All.TryGetValue(code, out var known) ? known.Text : null;

    [LoggerMessage(5010, LogLevel.Error, "The twin of {Account} failed while it took signals over HTTP; the caller was told to send them again.")]
    private partial void LogFailed(Exception exception, AccountKey account);
}
