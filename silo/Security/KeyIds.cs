using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Security;

/// <summary>
/// Which keys there are, asked where somebody guesses: an id that is none is told from one that is without a look at the store for each. All are read at
/// once, only when an unknown one is asked for, by one reading at a time, at most once a second and for at most a hundredth of the time.
/// </summary>
internal sealed class KeyIds(IApiKeyStore store, TimeProvider clock)
{
    /// <summary>Some 30 MB; more than fifty tenants with as many keys as they may have.</summary>
    public const int IdsMax = 500_000;

    private const int PauseFactor = 100;

    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private volatile HashSet<string> _known = [];
    private Task<HashSet<string>>? _reading;
    private long? _readAt;
    private TimeSpan _pause;

    /// <summary>Whether a live key has this id; one made on another silo is known when the pause after the last reading is over. Throws <see cref="Grains.State.StoreUnavailableException"/>.</summary>
    public async ValueTask<bool> HasAsync(string id, CancellationToken cancellationToken) =>
        _known.Contains(id) || (await ReadAsync().WaitAsync(cancellationToken)).Contains(id);

    private Task<HashSet<string>> ReadAsync()
    {
        lock (gate)
        {
            if (_reading is null && _readAt is { } at && clock.GetElapsedTime(at) < _pause)
                return Task.FromResult(_known);
            // The reading is everybody's: that one caller leaves does not end it.
            return _reading ??= Task.Run(FetchAsync, CancellationToken.None);
        }
    }

    private async Task<HashSet<string>> FetchAsync()
    {
        var began = clock.GetTimestamp();
        try
        {
            return _known = [.. await store.ListLiveIdsAsync(clock.GetUtcNow(), IdsMax, CancellationToken.None)];
        }
        finally
        {
            lock (gate)
            {
                var took = clock.GetElapsedTime(began) * PauseFactor;
                (_reading, _readAt, _pause) = (null, clock.GetTimestamp(), took > PauseMin ? took : PauseMin);
            }
        }
    }
}
