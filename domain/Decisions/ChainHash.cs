using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace AccountTwins.Domain.Decisions;

/// <summary>The hash of a chain's last entry, held in place: what changes with every entry should be no object of its own. Empty before the first one.</summary>
public struct ChainHash
{
    private Bytes _bytes;
    private bool _isSet;

    /// <summary>Throws <see cref="ArgumentException"/> for a length that is neither 0 nor that of a hash.</summary>
    public static ChainHash Of(ReadOnlySpan<byte> hash)
    {
        var held = default(ChainHash);
        if (hash.IsEmpty)
            return held;
        if (hash.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException($"A hash has {SHA256.HashSizeInBytes} bytes, not {hash.Length}.", nameof(hash));
        hash.CopyTo(held._bytes);
        held._isSet = true;
        return held;
    }

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => _isSet ? _bytes : [];

    [InlineArray(SHA256.HashSizeInBytes)]
    private struct Bytes
    {
        private byte _first;
    }
}
