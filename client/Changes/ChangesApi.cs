using System.Runtime.CompilerServices;
using AccountTwins.Client.Http;

namespace AccountTwins.Client.Changes;

/// <summary>What happens to accounts, as it happens: <c>GET /v1/changes</c>. Takes a reader, reviewer or agent key.</summary>
public sealed class ChangesApi
{
    private static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(2);

    private readonly HttpClient http;
    private readonly TimeProvider clock;

    internal ChangesApi(HttpClient http, TimeProvider clock) => (this.http, this.clock) = (http, clock);

    /// <summary>
    /// Reads on and on, over lost connections, cuts and restarts, behind the last place each time: no change is missed, one may come twice. Ends with
    /// <see cref="ChangeItem.Ended"/>, or when the caller cancels; a caller that is slow is cut by the service and goes on where it was.
    /// </summary>
    public async IAsyncEnumerable<ChangeItem> ReadAsync(ChangeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (cursor, failures, moved) = (query.After, 0, clock.GetTimestamp());
        while (true)
        {
            using var connection = await ChangeConnection.OpenAsync(http, query, cursor, clock, cancellationToken).ConfigureAwait(false);
            while (await connection.NextAsync(cancellationToken).ConfigureAwait(false) is { } item)
            {
                (cursor, failures, moved) = (item.Cursor, 0, clock.GetTimestamp());
                yield return item;
            }

            var reason = connection.End!;
            if (connection.IsFinal || clock.GetElapsedTime(moved) >= query.GiveUpAfter)
            {
                yield return new ChangeItem.Ended(reason) { Cursor = cursor };
                yield break;
            }

            var pause = PauseOf(query, connection.Retry ?? PauseFirst, failures++);
            yield return new ChangeItem.Interrupted(reason, pause) { Cursor = cursor };
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Half of it by chance, so that readers that broke off together do not come back together.</summary>
    private static TimeSpan PauseOf(ChangeQuery query, TimeSpan first, int failures)
    {
        var longest = Math.Min(query.PauseMax.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(failures, 20)));
        return TimeSpan.FromSeconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
