using System.Data.Common;
using System.Net.Sockets;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Schema;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AccountTwins.Silo.Storage.Postgres;

/// <summary>
/// PostgreSQL through two pools: one for statements by key, whose plans are pinned to index lookups, and one for searches, so that slow
/// searches never take the connections of the twins.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    private const int AttemptsMax = 3;
    private const int KeyedPoolMax = 24;
    private const int SearchPoolMax = 8;

    private readonly NpgsqlDataSource keyed;
    private readonly NpgsqlDataSource search;
    private readonly TimeProvider clock;
    private readonly ILogger logger;

    public PostgresDatabase(IOptions<StorageOptions> options, StoreHealth health, TimeProvider clock, ILogger<PostgresDatabase> logger)
        : base(health, options.Value.StatementTimeout, clock)
    {
        (this.clock, this.logger) = (clock, logger);

        // A plan made while the table was small must not scan it when it is large, and compiling such short plans never pays.
        keyed = Source(options.Value, KeyedPoolMax, "-c jit=off -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off");
        search = Source(options.Value, SearchPoolMax, "-c jit=off");
    }

    public override Dialect Dialect => PostgresDialect.Instance;

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await search.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

            // Other silos wait for the lock of this schema and then find nothing left to do.
            await connection.Statement(
                """
                SET LOCAL statement_timeout = '300s';
                SET LOCAL lock_timeout = '120s';
                SELECT pg_advisory_xact_lock(hashtextextended('accounttwins.schema:' || current_schema(), 0));
                """).ExecuteAsync(cancellationToken);
            List<(string Series, int From, int To)> moves = [];
            foreach (var series in new[] { SchemaScripts.Accounts, SchemaScripts.Orleans })
            {
                var (from, to) = await SchemaMigrator.ApplyAsync(connection, transaction, "postgresql", series, clock.GetUtcNow(), cancellationToken);
                if (from != to)
                    moves.Add((series, from, to));
            }

            await transaction.CommitAsync(cancellationToken);
            Health.Succeeded();
            foreach (var (series, from, to) in moves)
                logger.SchemaMoved(series, "postgresql", from, to);
        }
        catch (Exception error) when (Classify(error) == Fault.Away)
        {
            Health.Failed(error);
            throw new StoreUnavailableException(error.Message, error);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await keyed.DisposeAsync();
        await search.DisposeAsync();
    }

    protected override async Task<T> RunOnConnectionAsync<T>(
        Use use, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await (use == Use.Search ? search : keyed).OpenConnectionAsync(cancellationToken);
                return await work(connection, cancellationToken);
            }
            catch (PostgresException error) when (attempt < AttemptsMax
                && error.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // The server rolled everything back, for certain; only the order of locks was unlucky.
            }
        }
    }

    protected override Fault Classify(Exception error) => error switch
    {
        // Data exceptions, integrity violations, and limits such as an index row's size.
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } => Fault.Data,
        DbException or TimeoutException or SocketException or IOException or ObjectDisposedException => Fault.Away,
        _ => Fault.None,
    };

    private static NpgsqlDataSource Source(StorageOptions options, int poolMax, string settings)
    {
        var milliseconds = options.StatementTimeoutSeconds * 1000;
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString) { ApplicationName = "AccountTwins" };
        text.MaxPoolSize = Math.Min(text.MaxPoolSize, poolMax);
        text.MinPoolSize = Math.Min(text.MinPoolSize, text.MaxPoolSize);

        // Nothing here changes a session, so there is nothing to reset before each use.
        text.NoResetOnClose = true;
        text.MaxAutoPrepare = 64;
        text.AutoPrepareMinUsages = 2;
        text.Timeout = Math.Min(text.Timeout, options.StatementTimeoutSeconds);

        // The server ends what this side gave up waiting for, so that an unknown write does not land much later.
        text.Options = $"{text.Options} {settings} -c synchronous_commit=on -c statement_timeout={milliseconds} -c idle_in_transaction_session_timeout={milliseconds}".Trim();
        text.CommandTimeout = options.StatementTimeoutSeconds + 1;
        return NpgsqlDataSource.Create(text);
    }
}
