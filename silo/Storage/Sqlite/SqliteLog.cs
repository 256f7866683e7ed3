using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>
/// Moves what was committed from the write-ahead log into the database file. SQLite would do that in a commit of its own choosing, and every twin
/// and verdict behind it would wait for as long as megabytes take; here most is moved and flushed beside the writer, and only the rest on its lane,
/// so that the log can begin anew. A move that fails is made again after as many pages more: meanwhile the log grows, and nothing is lost.
/// </summary>
internal sealed class SqliteLog(SqliteLane write, SqliteLane move, SqliteFile file, ILogger logger, int pagesMax = SqliteLog.PagesMax)
{
    /// <summary>Pages that are written before they are moved: 32 MB.</summary>
    public const int PagesMax = 8000;

    /// <summary>What may be left for the writer's lane: a few milliseconds.</summary>
    private const int LeftMax = 250;

    /// <summary>Moves beside the writer, which goes on meanwhile; after so many it waits for what is left, however much that is.</summary>
    private const int TriesMax = 4;

    private int _written;
    private bool _isFailing;

    /// <summary>The last move that was begun; ended when the log has begun anew, or the move has failed.</summary>
    public Task Moving { get; private set; } = Task.CompletedTask;

    /// <summary>After any work of the writer's connection, on its lane.</summary>
    public void Worked(SqliteConnection connection)
    {
        if (SQLitePCL.raw.sqlite3_db_status(connection.Handle, SQLitePCL.raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1) == SQLitePCL.raw.SQLITE_OK)
            _written += pages;
        if (_written < pagesMax || !Moving.IsCompleted)
            return;
        _written = 0;
        Moving = MoveAsync();
    }

    private async Task MoveAsync()
    {
        try
        {
            try
            {
                await MoveBesideAsync();
            }
            finally
            {
                await write.RunAsync(Move, CancellationToken.None);
            }

            _isFailing = false;
        }
        catch (Exception error)
        {
            // The disk is full, say: the writer meets that by itself. Said once until it succeeds; who closes the file moves what is left.
            if (!_isFailing && !write.IsClosed)
                logger.LogNotMoved(error.Message);
            _isFailing = true;
        }
    }

    private async Task MoveBesideAsync()
    {
        var (tries, before, left) = (0, 0, int.MaxValue);
        while (tries++ < TriesMax && left > LeftMax)
        {
            var moved = await move.RunAsync(MoveAndFlush, CancellationToken.None);
            // As much again comes into the log while a move is flushed: what the next one finds is what is left.
            (left, before) = (moved - before, moved);
        }
    }

    /// <summary>
    /// The flush is most of a move. SQLite makes it only when it has moved the last page, which beside a writer never is: then on the
    /// writer's lane, for all that was moved since the log began.
    /// </summary>
    private int MoveAndFlush(SqliteConnection connection)
    {
        var moved = Move(connection);
        file.Flush();
        return moved;
    }

    /// <summary>Moves what no reader still needs in the log; answers how many of its pages are moved.</summary>
    private static int Move(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.GetInt32(2) : 0;
    }
}
