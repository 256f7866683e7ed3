using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>Roots over the ledger, and its check, over either database.</summary>
internal sealed class LedgerAudit(Database database, ILedgerRows rows) : ILedgerAudit
{
    private readonly RootWriter roots = new(database, rows);

    public Task<string[]> TenantsBehindAsync(CancellationToken cancellationToken) => roots.TenantsBehindAsync(cancellationToken);

    public Task<LedgerRoot?> WriteRootAsync(string tenant, DateTimeOffset at, CancellationToken cancellationToken) =>
        roots.WriteAsync(tenant, at, cancellationToken);

    public Task<LedgerAuditReport> VerifyAsync(string tenant, IProgress<LedgerAuditProgress>? progress, CancellationToken cancellationToken) =>
        new LedgerVerification(database, rows, tenant, progress).RunAsync(cancellationToken);
}
