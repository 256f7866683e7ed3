using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage;

/// <summary>What both databases derive from a row before it is written; stored values, so they must never change for the same input.</summary>
internal static class TwinColumns
{
    /// <summary>Shards of the sweeper: many more than silos, so that any number of silos shares evenly.</summary>
    public const int Shards = 4096;

    /// <summary>Stands for "no renewal" so that such accounts sort last and a page can go on after them.</summary>
    public static readonly DateOnly NoRenewal = new(9999, 12, 31);

    /// <summary>Stands for "no contract": sorts after every real amount.</summary>
    public const decimal NoArr = -200_000_000_000_000m;

    /// <summary>Lower-cased name; an account without a name is found and sorted by its id.</summary>
    public static string NameSearch(TwinWrite write) => (write.Columns.Name ?? write.Key.Account).ToLowerInvariant();

    /// <summary>Worst first; what is not known stands before what is well.</summary>
    public static short BandRank(string band) => band switch
    {
        "at_risk" => 0,
        "watch" => 1,
        "unknown" => 2,
        "healthy" => 3,
        _ => 4,
    };

    public static decimal Arr(TwinWrite write) => write.Columns.Arr is { } arr ? decimal.Round(arr, 4) : NoArr;

    public static DateOnly Renewal(TwinWrite write) => write.Columns.RenewalDate ?? NoRenewal;

    /// <summary>FNV-1a over the written key: the same on every machine and in every version.</summary>
    public static short Shard(AccountKey key)
    {
        var hash = 2166136261u;
        Span<byte> utf8 = stackalloc byte[AccountKey.PartLengthMax * 3];
        foreach (var b in utf8[..Encoding.UTF8.GetBytes(key.Tenant, utf8)])
            hash = (hash ^ b) * 16777619;
        hash = (hash ^ '/') * 16777619;
        foreach (var b in utf8[..Encoding.UTF8.GetBytes(key.Account, utf8)])
            hash = (hash ^ b) * 16777619;
        return (short)((hash ^ (hash >> 16)) % Shards);
    }

    /// <summary>The distinct identifiers, sorted, one a line: what the identifier table is compared with and made from.</summary>
    public static string Identifiers(SearchColumns columns) => columns.Identifiers.Count switch
    {
        0 => "",
        1 => columns.Identifiers[0],
        _ => string.Join('\n', columns.Identifiers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
    };

    /// <summary>0 for none. Two lists with one hash would leave the table as it was: once in 2^64.</summary>
    public static long IdentifiersHash(string identifiers)
    {
        if (identifiers.Length == 0)
            return 0;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(identifiers), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash) | 1;
    }
}
