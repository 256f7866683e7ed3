using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>
/// One thread with one connection. SQLite's calls block, so they run here and never on the thread pool; and since one connection
/// writes, no writer of this process ever meets a locked database.
/// </summary>
internal sealed class SqliteLane : IDisposable
{
    private const int QueueMax = 4096;

    private readonly Func<SqliteConnection> open;
    private readonly object gate = new();
    private readonly Queue<Action> work = [];
    private readonly Thread thread;
    private SqliteConnection? connection;

    /// <summary>Called after each work with its connection, on the lane.</summary>
    public Action<SqliteConnection>? Worked { get; set; }

    /// <summary>No work is taken any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Other work stands behind the one that is under way: a long one may make room for it.</summary>
    public bool IsWaitedFor
    {
        get
        {
            lock (gate)
                return work.Count > 0;
        }
    }

    public SqliteLane(string name, Func<SqliteConnection> open)
    {
        this.open = open;
        thread = new Thread(Run) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>
    /// Runs the work on the lane. When the caller's token ends first the caller goes on, and work that was not begun never is.
    /// </summary>
    public Task<T> RunAsync<T>(Func<SqliteConnection, T> job, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (IsClosed)
                throw new SqliteException("The database is closed.", SQLitePCL.raw.SQLITE_MISUSE);
            if (work.Count >= QueueMax)
                throw new SqliteException($"More than {QueueMax} statements wait for the database.", SQLitePCL.raw.SQLITE_BUSY);
            work.Enqueue(() => Execute(job, answer, cancellationToken));
            Monitor.Pulse(gate);
        }

        return answer.Task.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        lock (gate)
        {
            IsClosed = true;
            Monitor.Pulse(gate);
        }

        thread.Join(TimeSpan.FromSeconds(30));
    }

    private void Execute<T>(Func<SqliteConnection, T> job, TaskCompletionSource<T> answer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            answer.TrySetCanceled(cancellationToken);
            return;
        }

        try
        {
            connection ??= open();
            answer.TrySetResult(job(connection));
            Worked?.Invoke(connection);
        }
        catch (Exception error)
        {
            // A connection that met an error of its file may be in any state; the next work opens a new one.
            if (error is SqliteException { SqliteErrorCode: not (SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_TOOBIG) })
                Close();
            answer.TrySetException(error);
        }
    }

    private void Run()
    {
        while (Next() is { } job)
            job();
        Close();
    }

    /// <summary>Waits for work without turning in circles first, as a blocking collection does: lanes mostly wait, and others need the processor. Null: closed, and nothing is left.</summary>
    private Action? Next()
    {
        lock (gate)
        {
            while (work.Count == 0)
            {
                if (IsClosed)
                    return null;
                Monitor.Wait(gate);
            }

            return work.Dequeue();
        }
    }

    private void Close()
    {
        connection?.Dispose();
        connection = null;
    }
}
