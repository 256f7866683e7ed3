using System.Buffers.Binary;
using System.Text;

namespace AccountTwins.Domain.Decisions;

/// <summary>Where a chain ended: its last entry's number and hash.</summary>
public sealed record ChainEnd(string Subject, long Number, byte[] Hash);

/// <summary>
/// Roots over a tenant's chains. A root covers the ends of the chains that moved since the root before, and that root: a chain that is
/// cut, or written anew from its first entry on, no longer has the ends that the roots name. Stored forms: they never change.
/// </summary>
public static class LedgerRoots
{
    private const char Form = (char)1;

    /// <summary>The ends in ordinal order of their subjects, each as length and UTF-8 of the subject, number and hash.</summary>
    public static byte[] Pack(IReadOnlyCollection<ChainEnd> ends)
    {
        using var packed = new MemoryStream();
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var end in ends.OrderBy(end => end.Subject, StringComparer.Ordinal))
        {
            var subject = Encoding.UTF8.GetBytes(end.Subject);
            BinaryPrimitives.WriteInt64LittleEndian(number, subject.Length);
            packed.Write(number[..sizeof(int)]);
            packed.Write(subject);
            BinaryPrimitives.WriteInt64LittleEndian(number, end.Number);
            packed.Write(number);
            packed.Write(end.Hash.Length == LedgerChain.HashLength ? end.Hash : throw new ArgumentException($"The hash of {end.Subject} is no SHA-256.", nameof(ends)));
        }

        return packed.ToArray();
    }

    /// <summary>The ends that <see cref="Pack"/> packed, or null where the bytes are not of its form.</summary>
    public static ChainEnd[]? Unpack(ReadOnlySpan<byte> packed)
    {
        var ends = new List<ChainEnd>();
        while (!packed.IsEmpty)
        {
            if (packed.Length < sizeof(int))
                return null;
            var length = BinaryPrimitives.ReadInt32LittleEndian(packed);
            packed = packed[sizeof(int)..];
            if (length < 0 || packed.Length - sizeof(long) - LedgerChain.HashLength < length)
                return null;
            var number = BinaryPrimitives.ReadInt64LittleEndian(packed[length..]);
            var hash = packed.Slice(length + sizeof(long), LedgerChain.HashLength);
            ends.Add(new ChainEnd(Encoding.UTF8.GetString(packed[..length]), number, hash.ToArray()));
            packed = packed[(length + sizeof(long) + LedgerChain.HashLength)..];
        }

        return [.. ends];
    }

    /// <summary>SHA-256 over all of a root. <paramref name="previous"/> is empty for a tenant's first root.</summary>
    public static byte[] HashOf(ReadOnlySpan<byte> previous, string tenant, long number, long upTo, DateTimeOffset at, int chains, ReadOnlySpan<byte> packedEnds)
    {
        using var hash = new HashedText();
        return hash.Add(Form).AddPart(previous).AddPart(tenant).AddNumber(unchecked((ulong)number)).AddNumber(unchecked((ulong)upTo))
            .AddNumber(unchecked((ulong)at.ToUnixTimeMilliseconds())).AddNumber(unchecked((ulong)chains)).AddPart(packedEnds).ToHash();
    }
}
