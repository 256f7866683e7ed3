using System.Data.Common;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>Roots over the ledger, and its check, over either database.</summary>
internal sealed class LedgerAudit(Database database, ILedgerRows rows) : ILedgerAudit
{
    private readonly RootWriter roots = new(database, rows);

    public Task<string[]> TenantsBehindAsync(CancellationToken cancellationToken) => roots.TenantsBehindAsync(cancellationToken);

    public Task<LedgerRoot?> WriteRootAsync(string tenant, DateTimeOffset at, CancellationToken cancellationToken) =>
        roots.WriteAsync(tenant, at, cancellationToken);

    public async Task<LedgerRoot?> ReadRootAsync(string tenant, long? number, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            $"SELECT number, at, chains, root, previous FROM ledger_root WHERE tenant = @tenant {(number is null ? "" : "AND number = @number")} ORDER BY number DESC LIMIT 1",
            number is null ? [("@tenant", tenant)] : [("@tenant", tenant), ("@number", number)]).ToListAsync(Map, token), cancellationToken);
        return found.SingleOrDefault();
    }

    public Task<LedgerAuditReport> VerifyAsync(string tenant, IProgress<LedgerAuditProgress>? progress, CancellationToken cancellationToken) =>
        new LedgerVerification(database, rows, tenant, progress).RunAsync(cancellationToken);

    private LedgerRoot Map(DbDataReader reader) => new(
        reader.GetInt64(0), database.Dialect.ReadInstant(reader, 1), (int)reader.GetInt64(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4));
}
