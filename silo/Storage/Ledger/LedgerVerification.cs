using System.Data.Common;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>
/// One check of a tenant's ledger, page by page: the roots against themselves and against the chains, then every chain against itself.
/// Roots come first: an entry that a root names was durable before, so appends that go on meanwhile never look like faults.
/// </summary>
internal sealed class LedgerVerification(Database database, ILedgerRows rows, string tenant, IProgress<LedgerAuditProgress>? progress)
{
    private const int EntriesPage = 200;
    private const int EndsPage = 500;

    private readonly HashSet<LedgerFault> known = [];
    private readonly List<LedgerFault> faults = [];
    private LedgerRoot? newest;
    private LedgerAuditProgress read;
    private bool more;

    public async Task<LedgerAuditReport> RunAsync(CancellationToken cancellationToken)
    {
        await WalkRootsAsync(cancellationToken);
        await WalkChainsAsync(cancellationToken);
        return new LedgerAuditReport(read, newest, [.. faults], more);
    }

    private async Task WalkRootsAsync(CancellationToken cancellationToken)
    {
        var walk = RootWalk.Start(tenant);
        while (await ReadRootAsync(walk.Number, cancellationToken) is { } root)
        {
            (var fault, walk, var ends) = walk.Step(root.Number, root.UpTo, root.At, root.Chains, root.Previous, root.Root, root.Ends);
            Report(fault);
            foreach (var page in ends.Chunk(EndsPage))
                await CompareAsync(page, cancellationToken);
            newest = new LedgerRoot(root.Number, root.At, root.Chains, root.Root, root.Previous);
            Advance(read with { Roots = read.Roots + 1 });
        }
    }

    /// <summary>Looks up what a root names. An entry that is not there below its chain's end is found by the walk along the chain.</summary>
    private async Task CompareAsync(ChainEnd[] named, CancellationToken cancellationToken)
    {
        var hashes = await rows.ReadHashesAsync(
            Array.ConvertAll(named, end => new LedgerSubject(tenant, end.Subject)), Array.ConvertAll(named, end => end.Number), cancellationToken);
        for (var i = 0; i < named.Length; i++)
        {
            if (hashes[i] is { } hash && !hash.AsSpan().SequenceEqual(named[i].Hash))
                Report(new LedgerFault(named[i].Subject, named[i].Number, LedgerFaultKind.Rewritten));
        }

        var gone = named.Where((_, i) => hashes[i] is null).ToArray();
        if (gone.Length == 0)
            return;
        var ends = await rows.ReadEndsAsync(Array.ConvertAll(gone, end => new LedgerSubject(tenant, end.Subject)), cancellationToken);
        for (var i = 0; i < gone.Length; i++)
        {
            var last = ends[i]?.Number ?? 0;
            if (last < gone[i].Number)
                Report(new LedgerFault(gone[i].Subject, last + 1, LedgerFaultKind.Cut));
        }
    }

    private async Task WalkChainsAsync(CancellationToken cancellationToken)
    {
        var walk = LedgerWalk.Start(tenant);
        List<(string Subject, LedgerEntry Entry)> page;
        do
        {
            page = await ReadEntriesAsync(walk.Subject, walk.Number, cancellationToken);
            var chains = read.Chains;
            foreach (var (subject, entry) in page)
            {
                chains += subject == walk.Subject ? 0 : 1;
                (var fault, walk) = walk.Step(subject, entry.Number, entry.Kind, entry.At, entry.Key, entry.Hash, entry.Body, entry.Snapshot);
                Report(fault);
            }

            Advance(read with { Chains = chains, Entries = read.Entries + page.Count });
        }
        while (page.Count == EntriesPage);
    }

    private void Report(LedgerFault? fault)
    {
        if (fault is null || known.Contains(fault))
            return;
        if (faults.Count == LedgerAuditReport.FaultsMax)
        {
            more = true;
            return;
        }

        known.Add(fault);
        faults.Add(fault);
    }

    private void Advance(LedgerAuditProgress now)
    {
        read = now;
        progress?.Report(now);
    }

    private async Task<StoredRoot?> ReadRootAsync(long after, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            """
            SELECT number, up_to, at, chains, previous, root, ends FROM ledger_root
            WHERE tenant = @tenant AND number > @after ORDER BY number LIMIT 1
            """,
            ("@tenant", tenant), ("@after", after)).ToListAsync(MapRoot, token), cancellationToken);
        return found.SingleOrDefault();
    }

    private Task<List<(string, LedgerEntry)>> ReadEntriesAsync(string subject, long number, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            $"""
            SELECT subject, number, kind, at, key, hash, body, snapshot FROM ledger
            WHERE tenant = @tenant AND (subject, number) > (@subject, @number) ORDER BY subject, number LIMIT {EntriesPage}
            """,
            ("@tenant", tenant), ("@subject", subject), ("@number", number)).ToListAsync(MapEntry, token), cancellationToken);

    private StoredRoot MapRoot(DbDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        database.Dialect.ReadInstant(reader, 2),
        reader.GetInt32(3),
        reader.GetFieldValue<byte[]>(4),
        reader.GetFieldValue<byte[]>(5),
        reader.GetFieldValue<byte[]>(6));

    private (string, LedgerEntry) MapEntry(DbDataReader reader) => (reader.GetString(0), new LedgerEntry(
        reader.GetInt64(1),
        reader.GetString(2),
        database.Dialect.ReadInstant(reader, 3),
        unchecked((ulong)reader.GetInt64(4)),
        reader.GetFieldValue<byte[]>(5),
        reader.GetFieldValue<byte[]>(6),
        reader.IsDBNull(7) ? null : reader.GetFieldValue<byte[]>(7)));

    private sealed record StoredRoot(long Number, long UpTo, DateTimeOffset At, int Chains, byte[] Previous, byte[] Root, byte[] Ends);
}
