using System.Data.Common;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>Writes a tenant's roots, one after another along seq, each over a bounded stretch of new entries.</summary>
internal sealed class RootWriter(Database database, ILedgerRows rows)
{
    /// <summary>Entries a root covers at most: bounds its packed ends, and the statement that finds them.</summary>
    public const int EntriesMax = 20_000;

    public async Task<string[]> TenantsBehindAsync(CancellationToken cancellationToken)
    {
        // From tenant to tenant along the index: the cost follows the number of tenants, not of entries.
        var tenants = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            """
            WITH RECURSIVE t(tenant) AS (
                SELECT min(tenant) FROM ledger
                UNION ALL
                SELECT (SELECT min(l.tenant) FROM ledger l WHERE l.tenant > t.tenant) FROM t WHERE t.tenant IS NOT NULL)
            SELECT t.tenant FROM t WHERE t.tenant IS NOT NULL AND (SELECT max(l.seq) FROM ledger l WHERE l.tenant = t.tenant)
                > coalesce((SELECT r.up_to FROM ledger_root r WHERE r.tenant = t.tenant ORDER BY r.number DESC LIMIT 1), 0)
            """).ToListAsync(reader => reader.GetString(0), token), cancellationToken);
        return [.. tenants];
    }

    public async Task<LedgerRoot?> WriteAsync(string tenant, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var settled = await rows.SettledSeqAsync(tenant, cancellationToken);
        var moment = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        LedgerRoot? written = null;
        while (true)
        {
            var (number, upTo, previous) = await LastAsync(tenant, cancellationToken);
            if (upTo >= settled)
                return written;

            // Where another silo takes the number first, its root is the last one now, and this goes on behind it.
            var stretch = new Stretch(tenant, number + 1, upTo, await StretchEndAsync(tenant, upTo, settled, cancellationToken), moment, previous);
            written = await WriteAsync(stretch, cancellationToken) ?? written;
        }
    }

    private async Task<(long Number, long UpTo, byte[] Root)> LastAsync(string tenant, CancellationToken cancellationToken)
    {
        var last = await database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            "SELECT number, up_to, root FROM ledger_root WHERE tenant = @tenant ORDER BY number DESC LIMIT 1", ("@tenant", tenant))
            .ToListAsync(reader => (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)), token), cancellationToken);
        return last.Count == 0 ? (0, 0, []) : last[0];
    }

    private async Task<long> StretchEndAsync(string tenant, long from, long settled, CancellationToken cancellationToken)
    {
        var full = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            $"SELECT seq FROM ledger WHERE tenant = @tenant AND seq > @from AND seq <= @settled ORDER BY seq LIMIT 1 OFFSET {EntriesMax - 1}",
            ("@tenant", tenant), ("@from", from), ("@settled", settled)).ToListAsync(reader => reader.GetInt64(0), token), cancellationToken);
        return full.Count == 0 ? settled : full[0];
    }

    /// <summary>Null when another silo has written this number.</summary>
    private async Task<LedgerRoot?> WriteAsync(Stretch stretch, CancellationToken cancellationToken)
    {
        var ends = await EndsAsync(stretch, cancellationToken);
        var packed = LedgerRoots.Pack(ends);
        var root = LedgerRoots.HashOf(stretch.Previous, stretch.Tenant, stretch.Number, stretch.UpTo, stretch.At, ends.Count, packed);
        var touched = await database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            """
            INSERT INTO ledger_root (tenant, number, up_to, at, chains, previous, root, ends)
            VALUES (@tenant, @number, @upTo, @at, @chains, @previous, @root, @ends) ON CONFLICT DO NOTHING
            """,
            ("@tenant", stretch.Tenant), ("@number", stretch.Number), ("@upTo", stretch.UpTo), ("@at", database.Dialect.Instant(stretch.At)),
            ("@chains", ends.Count), ("@previous", stretch.Previous), ("@root", root), ("@ends", packed)).ExecuteAsync(token), cancellationToken);
        return touched == 1 ? new LedgerRoot(stretch.Number, stretch.At, ends.Count, root, stretch.Previous) : null;
    }

    private Task<List<ChainEnd>> EndsAsync(Stretch stretch, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            """
            SELECT l.subject, l.number, l.hash
            FROM (SELECT subject, max(number) AS number FROM ledger WHERE tenant = @tenant AND seq > @from AND seq <= @upTo GROUP BY subject) n
            JOIN ledger l ON l.tenant = @tenant AND l.subject = n.subject AND l.number = n.number
            """,
            ("@tenant", stretch.Tenant), ("@from", stretch.From), ("@upTo", stretch.UpTo)).ToListAsync(Map, token), cancellationToken);

    private static ChainEnd Map(DbDataReader reader) => new(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));

    private sealed record Stretch(string Tenant, long Number, long From, long UpTo, DateTimeOffset At, byte[] Previous);
}
