using System.Security.Cryptography;

namespace AccountTwins.Domain.Decisions;

/// <summary>
/// Hashes that chain a ledger's entries: each covers the one before and all fields of its own entry, so that no entry can be changed,
/// moved or taken out without a trace. Stored values: the same input must give the same hash for ever.
/// </summary>
public static class LedgerChain
{
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>Stands first in every hash, so that a later form cannot be mistaken for this one.</summary>
    private const char Form = (char)1;

    /// <summary>
    /// SHA-256 over the fields, each of variable length behind its length, numbers as eight bytes, little end first. The moment counts
    /// in whole milliseconds, which every store keeps exactly. <paramref name="previous"/> is empty for the first entry of a chain, and
    /// <paramref name="snapshot"/> where there is none.
    /// </summary>
    public static byte[] HashOf(
        ReadOnlySpan<byte> previous,
        string tenant,
        string subject,
        long number,
        string kind,
        DateTimeOffset at,
        ulong key,
        ReadOnlySpan<byte> body,
        ReadOnlySpan<byte> snapshot)
    {
        using var hash = new HashedText();
        return hash.Add(Form).AddPart(previous).AddPart(tenant).AddPart(subject).AddNumber(unchecked((ulong)number)).AddPart(kind)
            .AddNumber(unchecked((ulong)at.ToUnixTimeMilliseconds())).AddNumber(key).AddPart(body).AddPart(snapshot).ToHash();
    }
}
