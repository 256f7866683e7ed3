using AccountTwins.Domain.Playbooks;

namespace AccountTwins.Grains.Decisions;

/// <summary>Playbooks by hash, parsed; those asked for lately stay in memory.</summary>
public interface IPlaybookTexts
{
    /// <summary>The playbook, or null when the tenant never had one of this hash. Throws <see cref="State.StoreUnavailableException"/> when the store is away.</summary>
    ValueTask<Playbook?> FindAsync(string tenant, string hash, CancellationToken cancellationToken);
}
