namespace AccountTwins.Domain.Decisions;

/// <summary>
/// How far a check of a tenant's chains has come: the last entry seen. Entries come chain by chain, by number; a fault is named once,
/// and the walk goes on from what is stored, so that one fault does not hide or fake another.
/// </summary>
public sealed record LedgerWalk(string Tenant, string Subject, long Number, byte[] Hash)
{
    public static LedgerWalk Start(string tenant) => new(tenant, "", 0, []);

    /// <summary>Takes the next entry; a fault or null, and the walk from there.</summary>
    public (LedgerFault? Fault, LedgerWalk Next) Step(
        string subject, long number, string kind, DateTimeOffset at, ulong key, byte[] hash, ReadOnlySpan<byte> body, ReadOnlySpan<byte> snapshot)
    {
        var here = subject == Subject ? this : new LedgerWalk(Tenant, subject, 0, []);
        var next = here with { Number = number, Hash = hash };
        if (number != here.Number + 1)
            return (new LedgerFault(subject, here.Number + 1, LedgerFaultKind.Missing), next);
        var expected = LedgerChain.HashOf(here.Hash, Tenant, subject, number, kind, at, key, body, snapshot);
        return (expected.AsSpan().SequenceEqual(hash) ? null : new LedgerFault(subject, number, LedgerFaultKind.Changed), next);
    }
}
