using AccountTwins.Domain.Decisions;

namespace AccountTwins.Grains.State;

/// <summary>
/// Proof that the ledger is what was appended to it. The chains alone show a changed, removed or moved entry; the roots show a chain
/// that was cut or written anew. A root kept elsewhere (each is logged) shows roots that were cut with it. All throw
/// <see cref="StoreUnavailableException"/> when the store is away.
/// </summary>
public interface ILedgerAudit
{
    /// <summary>Tenants with entries that no root covers yet.</summary>
    Task<string[]> TenantsBehindAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes roots until they cover every entry that is durable now; the work follows what is new since the last one, not the ledger's
    /// size. The newest root of this call, or null when there was nothing new. Several silos may do so at once.
    /// </summary>
    Task<LedgerRoot?> WriteRootAsync(string tenant, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>A tenant's root of a number, its newest for null; null where there is none.</summary>
    Task<LedgerRoot?> ReadRootAsync(string tenant, long? number, CancellationToken cancellationToken);

    /// <summary>Reads all roots and chains of a tenant and computes every hash again. Appends may go on meanwhile.</summary>
    Task<LedgerAuditReport> VerifyAsync(string tenant, IProgress<LedgerAuditProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>One hash over the ends of the chains that moved since the root before.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Previous">The root before; empty for the first.</param>
public sealed record LedgerRoot(long Number, DateTimeOffset At, int Chains, byte[] Root, byte[] Previous);

/// <summary>What a check has read so far.</summary>
public readonly record struct LedgerAuditProgress(long Roots, long Chains, long Entries);

/// <summary>What a check found.</summary>
/// <param name="NewestRoot">To compare with one kept elsewhere; null without any.</param>
/// <param name="Faults">In order of discovery, each once, at most <see cref="FaultsMax"/>.</param>
/// <param name="MoreFaults">There were more than that.</param>
public sealed record LedgerAuditReport(LedgerAuditProgress Read, LedgerRoot? NewestRoot, LedgerFault[] Faults, bool MoreFaults)
{
    public const int FaultsMax = 1000;

    public bool IsSound => Faults.Length == 0;
}
