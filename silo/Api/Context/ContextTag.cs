using System.Buffers.Binary;
using System.Security.Cryptography;
using AccountTwins.Grains.Interfaces.Contracts;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AccountTwins.Silo.Api.Context;

/// <summary>
/// The entity tag of what a reader is shown. It is made from the shown bytes themselves, without the moment and the feeds' ages, which
/// move with every second; of the feeds it takes the states, the sources and the age in steps (1, 5, 15 minutes, 1, 6 hours, days). So it changes when the
/// twin, a rounded score or day, a feed's state or step changes, and with nothing else. Weak, because two answers under one tag may differ in
/// those seconds. It is the same on every silo.
/// </summary>
public static class ContextTag
{
    /// <summary>Tag of an account of which everything but its moment and its feeds was written with this hash.</summary>
    public static string OfJson(ulong still, AccountView view) => $"W/\"{view.Revision:x}-{still:x16}-{Feeds(view):x16}\"";

    /// <summary>The first 64 bits of SHA-256, the same in every process.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>Tag of a text that shows no seconds.</summary>
    public static string OfText(ReadOnlySpan<byte> text, AccountView view) => $"W/\"{view.Revision:x}-{Hash(text):x16}-p\"";

    /// <summary>True when the caller has this already.</summary>
    public static bool Matches(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 0)
            return false;
        if (ifNoneMatch is [{ } only] && only == tag)
            return true;
        if (!EntityTagHeaderValue.TryParseList(ifNoneMatch!, out var offered))
            return false;
        var ours = EntityTagHeaderValue.Parse(tag);
        foreach (var one in offered)
        {
            if (one.Compare(ours, useStrongComparison: false) || one == EntityTagHeaderValue.Any)
                return true;
        }

        return false;
    }

    private static ulong Feeds(AccountView view)
    {
        // FNV-1a over one word a feed: states and steps of age; cheap, and the same in every process.
        var hash = 14695981039346656037UL;
        foreach (var feed in view.Feeds)
        {
            hash = (hash ^ ((ulong)feed.State << 8) ^ Step(feed.AgeSeconds)) * 1099511628211UL;
            hash = (hash ^ (ulong)(feed.LastSignalAt?.UtcTicks ?? 0)) * 1099511628211UL;
            foreach (var character in feed.Source ?? string.Empty)
                hash = (hash ^ character) * 1099511628211UL;
        }

        return hash;
    }

    private static ulong Step(long? seconds) => seconds switch
    {
        null => 0,
        < 60 => 1,
        < 300 => 2,
        < 900 => 3,
        < 3600 => 4,
        < 21600 => 5,
        _ => 6 + (ulong)(seconds.Value / 86400),
    };
}
