using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AccountTwins.Domain.Changes;

/// <summary>
/// The name of a change, made from what caused it: whose, which kind, the count of its cause and the cause's own time. Nothing of it depends on
/// a batch, a restart, an activation or a Kafka offset, so whoever derives the same change again gives it the same name.
/// </summary>
public static class ChangeId
{
    private const int HashBytes = 12;

    /// <param name="tenant">Whose.</param>
    /// <param name="subject">Account, or the name of a chain.</param>
    /// <param name="kind">From the catalogue.</param>
    /// <param name="number">Counts causes of this kind and subject: flag, crossing or entry.</param>
    /// <param name="at">The cause's time.</param>
    public static string Of(string tenant, string subject, string kind, long number, DateTimeOffset at)
    {
        // No part may hold a newline, so no two causes have the same text.
        var text = Encoding.UTF8.GetBytes($"{tenant}\n{subject}\n{kind}\n");
        var cause = new byte[text.Length + (2 * sizeof(long))];
        text.CopyTo(cause, 0);
        BinaryPrimitives.WriteInt64BigEndian(cause.AsSpan(text.Length), number);
        BinaryPrimitives.WriteInt64BigEndian(cause.AsSpan(text.Length + sizeof(long)), at.UtcTicks);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(cause, hash);
        return $"chg_{Convert.ToHexStringLower(hash[..HashBytes])}";
    }
}
