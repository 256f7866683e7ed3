using System.Data.Common;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage;

/// <summary>What a piece of work needs of the database.</summary>
internal enum Use
{
    /// <summary>Short reads by key.</summary>
    Read,

    /// <summary>Longer reads: searches and lists; they must not hold up <see cref="Read"/>.</summary>
    Search,

    /// <summary>Changes.</summary>
    Write,
}

/// <summary>
/// One database behind all stores. Every piece of work has the statement timeout, ends with its answer,
/// <see cref="DataRefusedException"/> or <see cref="StoreUnavailableException"/>, and tells <see cref="StoreHealth"/> how it went.
/// </summary>
internal abstract class Database(StoreHealth health, TimeSpan statementTimeout, TimeProvider clock) : IAsyncDisposable
{
    protected TimeSpan StatementTimeout { get; } = statementTimeout;

    public abstract Dialect Dialect { get; }

    public StoreHealth Health { get; } = health;

    /// <summary>Set when a row that announces changes was committed through this process.</summary>
    public Changes.ChangeWake Announced { get; } = new();

    public async Task<T> RunAsync<T>(Use use, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(StatementTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var answer = await RunOnConnectionAsync(use, work, either.Token);
            Health.Succeeded();
            return answer;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error) when (error is OperationCanceledException || Classify(error) != Fault.None)
        {
            throw Translate(error);
        }
    }

    /// <summary>Brings all tables to this program's schema; several processes may do so at once. Throws <see cref="Schema.SchemaNewerException"/>.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected abstract Task<T> RunOnConnectionAsync<T>(Use use, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    protected abstract Fault Classify(Exception error);

    private Exception Translate(Exception error)
    {
        if (error is not OperationCanceledException && Classify(error) == Fault.Data)
        {
            Health.Succeeded();
            return new DataRefusedException(error.Message, error);
        }

        var away = error is OperationCanceledException
            ? new StoreUnavailableException($"The store gave no answer within {StatementTimeout.TotalSeconds:F0} s.", error)
            : new StoreUnavailableException(error.Message, error);
        Health.Failed(away);
        return away;
    }

    /// <summary>What an exception of the driver means.</summary>
    protected enum Fault
    {
        /// <summary>Not the database's: a bug.</summary>
        None,

        /// <summary>The data of a statement was refused; repeating it would be refused again.</summary>
        Data,

        /// <summary>No answer, or none that says anything about the data.</summary>
        Away,
    }
}
