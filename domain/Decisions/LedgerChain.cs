using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AccountTwins.Domain.Decisions;

/// <summary>
/// Hashes that chain a ledger's entries: each covers the one before and all fields of its own entry, so that no entry can be changed,
/// moved or taken out without a trace. Stored values: the same input must give the same hash for ever.
/// </summary>
public static class LedgerChain
{
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>Stands first in every hash, so that a later form cannot be mistaken for this one.</summary>
    private const byte Form = 1;

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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([Form]);
        AppendBytes(hash, previous);
        AppendText(hash, tenant);
        AppendText(hash, subject);
        AppendNumber(hash, unchecked((ulong)number));
        AppendText(hash, kind);
        AppendNumber(hash, unchecked((ulong)at.ToUnixTimeMilliseconds()));
        AppendNumber(hash, key);
        AppendBytes(hash, body);
        AppendBytes(hash, snapshot);
        return hash.GetHashAndReset();
    }

    internal static void AppendNumber(IncrementalHash hash, ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    internal static void AppendText(IncrementalHash hash, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Span<byte> bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, bytes);
        AppendBytes(hash, bytes);
    }

    internal static void AppendBytes(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
