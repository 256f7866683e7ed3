namespace AccountTwins.Silo.Storage;

/// <summary>Whether the store answered last time, seen by everyone who used it.</summary>
public interface IStoreHealth
{
    /// <summary>What the last use of the store showed; costs nothing.</summary>
    StoreState Current { get; }

    /// <summary>Asks the store now, within the statement timeout; never throws for a store that is away.</summary>
    Task<StoreState> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>State of the store. <paramref name="Since"/>: since when it has been so; <paramref name="LastError"/> is kept after recovery.</summary>
public sealed record StoreState(bool Reachable, DateTimeOffset Since, string? LastError);
