namespace AccountTwins.Grains.Decisions;

/// <summary>
/// Lets those who come with the same key go one after the other, in the order in which they came, so that the later sees all that the
/// earlier did. Bounded by the requests under way. Not thread-safe: all calls come from the turns of one activation.
/// </summary>
internal sealed class KeyedTurns
{
    private readonly Dictionary<ulong, Task> _last = [];

    /// <summary>The caller's turn, until disposed. Does not end early: who comes later waits for this one whatever becomes of its caller.</summary>
    public async Task<IDisposable> TakeAsync(ulong key)
    {
        var before = _last.GetValueOrDefault(key, Task.CompletedTask);
        var turn = new Turn(this, key);
        _last[key] = turn.Over;
        await before;
        return turn;
    }

    private sealed class Turn(KeyedTurns turns, ulong key) : IDisposable
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Over => _over.Task;

        public void Dispose()
        {
            if (turns._last.TryGetValue(key, out var last) && last == Over)
                turns._last.Remove(key);
            _over.TrySetResult();
        }
    }
}
