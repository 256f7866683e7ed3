using System.Security.Cryptography;

namespace AccountTwins.LoadTest.Audit;

/// <summary>Where a malformed message stands, and what it is: a client that repeats a write after a lost answer may have stored it twice.</summary>
public sealed record MalformedMessage((string Topic, int Partition, long Offset) Place, string Sha256)
{
    public MalformedMessage((string Topic, int Partition, long Offset) place, byte[] value)
        : this(place, HashOf(value))
    {
    }

    /// <summary>As the header <c>sha256</c> of a letter that was cut.</summary>
    public static string HashOf(byte[] value) => Convert.ToHexStringLower(SHA256.HashData(value));
}
