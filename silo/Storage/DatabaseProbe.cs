using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage;

/// <summary>The store's health as others see it.</summary>
internal sealed class DatabaseProbe(Database database) : IStoreHealth
{
    public StoreState Current => database.Health.Current;

    public async Task<StoreState> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.RunAsync(Use.Read, async (connection, token) =>
                await connection.Statement("SELECT count(*) FROM schema_version").ToListAsync(reader => reader.GetInt64(0), token), cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The state holds the reason; being away is this method's answer, not its failure.
        }

        return Current;
    }
}
