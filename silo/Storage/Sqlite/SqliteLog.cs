using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>
/// Moves what was committed from the write-ahead log into the database file. SQLite would do that in a commit of its own choosing, and every twin
/// and verdict behind it would wait for as long as megabytes take; here it is moved beside the writer. A log that is written all the time never
/// comes to its end that way: when it is long, the writer waits once for the rest of it, and it begins anew. A move that fails is made again
/// after as many pages more: meanwhile the log grows, and nothing is lost.
/// </summary>
internal sealed class SqliteLog(SqliteLane write, SqliteLane move, ILogger logger, int pagesMax = SqliteLog.PagesMax)
{
    /// <summary>Pages that are written before they are moved: 32 MB.</summary>
    public const int PagesMax = 8000;

    /// <summary>A log of so many times <see cref="PagesMax"/> pages is long: 256 MB.</summary>
    private const int LongLog = 8;

    /// <summary>What may be left for the writer to wait for: a few milliseconds.</summary>
    private const int LeftMax = 250;

    /// <summary>Moves of a long log beside the writer, which goes on meanwhile; after so many it waits for what is left, however much that is.</summary>
    private const int TriesMax = 4;

    private int _written;
    private int _isMoving;
    private bool _isFailing;

    /// <summary>After any work of the writer's connection, on its lane.</summary>
    public void Worked(SqliteConnection connection)
    {
        if (SQLitePCL.raw.sqlite3_db_status(connection.Handle, SQLitePCL.raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1) == SQLitePCL.raw.SQLITE_OK)
            _written += pages;
        if (_written < pagesMax || Interlocked.Exchange(ref _isMoving, 1) != 0)
            return;
        _written = 0;
        _ = MoveAsync();
    }

    private async Task MoveAsync()
    {
        var isLong = true;
        try
        {
            try
            {
                isLong = await MoveBesideAsync();
            }
            finally
            {
                if (isLong)
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
        finally
        {
            Volatile.Write(ref _isMoving, 0);
        }
    }

    /// <summary>True when the log is long, and little enough is left of it for the writer to wait.</summary>
    private async Task<bool> MoveBesideAsync()
    {
        var log = await move.RunAsync(Move, CancellationToken.None);
        if (log.Pages < LongLog * pagesMax)
            return false;
        for (var tries = 1; tries < TriesMax && log.Left > LeftMax; tries++)
            log = await move.RunAsync(Move, CancellationToken.None);
        return true;
    }

    /// <summary>Moves what no reader still needs in the log; answers how many pages it has, and how many are not moved.</summary>
    private static (int Pages, int Left) Move(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt32(1), reader.GetInt32(1) - reader.GetInt32(2)) : (0, 0);
    }
}
