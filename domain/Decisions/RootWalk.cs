namespace AccountTwins.Domain.Decisions;

/// <summary>How far a check of a tenant's roots has come: the last root seen. Roots come by number.</summary>
public sealed record RootWalk(string Tenant, long Number, byte[] Root)
{
    public static RootWalk Start(string tenant) => new(tenant, 0, []);

    /// <summary>Takes the next root; a fault or null, the walk from there, and the ends that the root names.</summary>
    public (LedgerFault? Fault, RootWalk Next, ChainEnd[] Ends) Step(
        long number, long upTo, DateTimeOffset at, int chains, byte[] previous, byte[] root, byte[] packedEnds)
    {
        var next = new RootWalk(Tenant, number, root);
        var ends = LedgerRoots.Unpack(packedEnds);
        var isWhole = ends is not null && LedgerRoots.HashOf(previous, Tenant, number, upTo, at, chains, packedEnds).AsSpan().SequenceEqual(root);
        if (number != Number + 1)
            return (new LedgerFault(LedgerFault.OfRoots, Number + 1, LedgerFaultKind.RootMissing), next, ends ?? []);
        var isFault = !isWhole || !previous.AsSpan().SequenceEqual(Root);
        return (isFault ? new LedgerFault(LedgerFault.OfRoots, number, LedgerFaultKind.RootChanged) : null, next, ends ?? []);
    }
}
