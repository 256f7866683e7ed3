using AccountTwins.Client;
using AccountTwins.Client.Changes;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Crash.Telling;

/// <summary>A subscriber of all changes that outlives every silo: it goes to the present one and comes back behind its last id, as a careful program does.</summary>
internal sealed class ChangeFollower : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<StreamedChange> _events = [];
    private readonly List<string> _faults = [];
    private CancellationTokenSource _life = new();
    private SiloProcess? _silo;
    private long _cursor;
    private int _interruptions;

    public IReadOnlyList<StreamedChange> Events => _events;

    public IReadOnlyList<string> Faults => _faults;

    public int Interruptions => _interruptions;

    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>The silo that is read from now on.</summary>
    public void Meet(SiloProcess silo)
    {
        CancellationTokenSource before;
        lock (_gate)
            (before, _life, _silo) = (_life, new CancellationTokenSource(), silo);
        before.Cancel();
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            SiloProcess? silo;
            CancellationToken life;
            lock (_gate)
                (silo, life) = (_silo, _life.Token);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, life);
            try
            {
                if (silo?.Key is { } key)
                    await FollowAsync(silo.Address, key, either.Token);
                await Task.Delay(Pause, either.Token);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                // The next silo, or the end.
            }
        }
    }

    public void Dispose() => _life.Dispose();

    private async Task FollowAsync(Uri address, string key, CancellationToken cancellationToken)
    {
        using var http = AccountTwinsClient.Configure(new HttpClient(), address, key);
        var client = new AccountTwinsClient(http);
        await foreach (var item in client.Changes.ReadAsync(new ChangeQuery { After = _cursor, PauseMax = Pause }, cancellationToken))
        {
            if (item is ChangeItem.Told told)
                _events.Add(new StreamedChange(told.Change.Sequence, told.Body.ToArray()));
            else if (item is ChangeItem.Interrupted)
                _interruptions++;
            else if (item is ChangeItem.Ended ended)
                _faults.Add($"the stream behind {_cursor} ended: {ended.Reason}");
            Volatile.Write(ref _cursor, item.Cursor ?? _cursor);
        }
    }
}
