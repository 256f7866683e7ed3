namespace AccountTwins.Grains.State;

/// <summary>Every playbook text that ever applied, by its hash, so that a decision can be judged again by the text it came from. All throw <see cref="StoreUnavailableException"/> when the store is away.</summary>
public interface IPlaybookStore
{
    /// <summary>Keeps a text; the same hash again changes nothing. At most 256 KB.</summary>
    Task SaveAsync(string tenant, string hash, byte[] text, DateTimeOffset at, CancellationToken cancellationToken);

    Task<byte[]?> ReadAsync(string tenant, string hash, CancellationToken cancellationToken);
}
