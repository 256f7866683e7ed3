namespace AccountTwins.Grains.Decisions;

/// <summary>
/// Lets those who come with the same key go one after the other, in the order in which they came, so that the later sees all that the
/// earlier did. Bounded by the requests under way; holds nothing when there are none. Not thread-safe: all calls come from the turns of one activation.
/// </summary>
internal sealed class KeyedTurns
{
    private Turn? _newest;

    /// <summary>The caller's turn, until disposed. Does not end early: who comes later waits for this one whatever becomes of its caller.</summary>
    public ValueTask<Turn> TakeAsync(ulong key)
    {
        var before = Newest(key);
        var turn = new Turn(this, key) { Older = _newest };
        if (_newest is not null)
            _newest.Newer = turn;
        _newest = turn;
        return before is null ? new ValueTask<Turn>(turn) : AfterAsync(before, turn);
    }

    private static async ValueTask<Turn> AfterAsync(Turn before, Turn turn)
    {
        await before.Over;
        return turn;
    }

    private Turn? Newest(ulong key)
    {
        var turn = _newest;
        while (turn is not null && turn.Key != key)
            turn = turn.Older;
        return turn;
    }

    /// <summary>A place in the list of all turns that are taken or waited for.</summary>
    public sealed class Turn(KeyedTurns turns, ulong key) : IDisposable
    {
        private TaskCompletionSource? _over;
        private bool _isOver;

        public ulong Key => key;

        /// <summary>Made for those who wait: most keys come once.</summary>
        public Task Over => (_over ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        internal Turn? Older { get; set; }

        internal Turn? Newer { get; set; }

        public void Dispose()
        {
            if (_isOver)
                return;
            _isOver = true;
            if (Older is not null)
                Older.Newer = Newer;
            if (Newer is not null)
                Newer.Older = Older;
            else
                turns._newest = Older;
            (Older, Newer) = (null, null);
            _over?.TrySetResult();
        }
    }
}
