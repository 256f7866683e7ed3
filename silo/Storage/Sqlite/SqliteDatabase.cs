using System.Data.Common;
using AccountTwins.Silo.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>The embedded database: one file in WAL mode, one lane that writes, one for reads by key, one for searches and one that keeps the log short.</summary>
internal sealed class SqliteDatabase : Database
{
    public const string FileName = "accounts.db";

    public const string OrleansFileName = "orleans.db";

    private readonly string folder;
    private readonly ILogger logger;
    private readonly TimeProvider clock;
    private readonly string connectionString;
    private readonly int busyMilliseconds;
    private readonly SqliteLane write;
    private readonly SqliteLane read;
    private readonly SqliteLane search;
    private readonly SqliteLane move;
    private readonly SqliteFile file;

    public SqliteDatabase(IOptions<StorageOptions> options, StoreHealth health, TimeProvider clock, ILogger<SqliteDatabase> logger)
        : base(health, options.Value.StatementTimeout, clock)
    {
        (this.clock, this.logger) = (clock, logger);
        folder = Path.GetFullPath(options.Value.DataFolder);
        Directory.CreateDirectory(folder);
        busyMilliseconds = (int)options.Value.StatementTimeout.TotalMilliseconds / 2;
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, FileName),
            Pooling = false,
            DefaultTimeout = Math.Max(1, options.Value.StatementTimeoutSeconds / 2),
        }.ConnectionString;
        write = new SqliteLane("store write", Open);
        read = new SqliteLane("store read", Open);
        search = new SqliteLane("store search", Open);
        move = new SqliteLane("store move", Open);
        file = new SqliteFile(Path.Combine(folder, FileName));
        write.Worked = new SqliteLog(write, move, file, logger).Worked;
    }

    /// <summary>More writes wait: a long one may let them go first.</summary>
    public bool IsWriteWaitedFor => write.IsWaitedFor;

    public override Dialect Dialect => SqliteDialect.Instance;

    /// <summary>Work that knows it runs on SQLite, on the lane's thread.</summary>
    public Task<T> RunAsync<T>(Use use, Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        RunAsync(use, (connection, _) => Task.FromResult(work((SqliteConnection)connection)), cancellationToken);

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await RunAsync(Use.Write, connection => Migrate(connection, SchemaScripts.Accounts), cancellationToken);
        await RunAsync(Use.Write, _ =>
        {
            // Orleans' own rare rows have a file of their own, so that its connections never wait for the twins' batches.
            using var orleans = new SqliteConnection(OrleansConnectionString(folder));
            orleans.Open();
            return Migrate(orleans, SchemaScripts.Orleans);
        }, cancellationToken);
    }

    /// <summary>Connection string of the file that Orleans' grain storage uses.</summary>
    public static string OrleansConnectionString(string dataFolder) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(Path.GetFullPath(dataFolder), OrleansFileName),
    }.ConnectionString;

    public override ValueTask DisposeAsync()
    {
        write.Dispose();
        move.Dispose();
        read.Dispose();
        search.Dispose();
        file.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override Task<T> RunOnConnectionAsync<T>(
        Use use, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var lane = use switch { Use.Write => write, Use.Read => read, _ => search };

        // Microsoft.Data.Sqlite's asynchronous members are finished when they return, so nothing leaves the lane's thread here.
        return lane.RunAsync(connection => work(connection, cancellationToken).GetAwaiter().GetResult(), cancellationToken);
    }

    protected override Fault Classify(Exception error) => error switch
    {
        SqliteException
        {
            SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_TOOBIG or SQLitePCL.raw.SQLITE_MISMATCH or SQLitePCL.raw.SQLITE_RANGE
        } => Fault.Data,
        DbException or IOException or UnauthorizedAccessException => Fault.Away,
        _ => Fault.None,
    };

    private int Migrate(SqliteConnection connection, string series)
    {
        using (var pragma = connection.CreateCommand())
        {
            pragma.CommandText = "PRAGMA journal_mode = WAL";
            pragma.ExecuteNonQuery();
        }

        // Takes the write lock at once: a second process waits here and then finds nothing left to do.
        using var transaction = connection.BeginTransaction(deferred: false);
        var (from, to) = SchemaMigrator.ApplyAsync(connection, transaction, "sqlite", series, clock.GetUtcNow(), CancellationToken.None).GetAwaiter().GetResult();
        transaction.Commit();
        if (from != to)
            logger.SchemaMoved(series, "sqlite", from, to);
        return to;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();

            // FULL: a commit that was answered survives a power cut. The log is moved by SqliteLog. The page size holds for a new file only: one page a usual twin.
            // 16 MB of pages a connection: a commit that moved some looks through all that are kept (a sixth of the writer's time with 64 MB), those who
            // read drop theirs with every commit, and the system keeps the file's pages anyway.
            using var command = connection.CreateCommand();
            command.CommandText =
                $"""
                PRAGMA busy_timeout = {busyMilliseconds};
                PRAGMA page_size = 4096;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA foreign_keys = ON;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA journal_size_limit = 134217728;
                PRAGMA cache_size = -16384;
                PRAGMA temp_store = MEMORY;
                """;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
