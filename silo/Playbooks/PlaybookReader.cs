using System.Security.Cryptography;
using System.Text;
using AccountTwins.Domain.Playbooks.Format;

namespace AccountTwins.Silo.Playbooks;

/// <summary>
/// Reads a playbook file: a playbook with the hash of exactly these bytes, or what is wrong with it. Never throws for anything that a file
/// can hold.
/// </summary>
public static class PlaybookReader
{
    public static PlaybookReading Read(ReadOnlySpan<byte> utf8)
    {
        var errors = new PlaybookErrors();
        return YamlTree.Read(utf8, errors) is { } root ? PlaybookDocument.Read(root, HashOf(utf8)) : PlaybookReading.Bad(errors);
    }

    public static PlaybookReading Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> utf8) => Convert.ToHexStringLower(SHA256.HashData(utf8));
}
