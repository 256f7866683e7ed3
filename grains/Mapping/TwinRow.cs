using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Domain.Packing;
using AccountTwins.Grains.State;

namespace AccountTwins.Grains.Mapping;

/// <summary>A twin as a row of the store and back: the packed state and the columns people search by, always of the same moment.</summary>
public static class TwinRow
{
    public static TwinWrite Write(AccountTwin twin, RowVersion? expected, Guid writer) => new(
        twin.Key,
        expected,
        new RowVersion(twin.Revision, writer),
        AccountTwinCodec.SchemaVersion,
        AccountTwinCodec.Pack(twin),
        SearchColumnsOf.Twin(twin));

    /// <summary>Throws <see cref="UnreadableTwinException"/> for a row of a newer schema or with a damaged state.</summary>
    public static AccountTwin Read(AccountKey key, StoredTwin stored)
    {
        if (stored.SchemaVersion > AccountTwinCodec.SchemaVersion)
            throw new UnreadableTwinException(key, $"its schema {stored.SchemaVersion} is newer than this program's {AccountTwinCodec.SchemaVersion}", null) { IsNewer = true };
        try
        {
            return AccountTwinCodec.Unpack(key, stored.State);
        }
        catch (PackedFormatException exception)
        {
            throw new UnreadableTwinException(key, "its packed state is damaged", exception);
        }
    }
}

/// <summary>
/// A stored twin that cannot be read. Stable code: <c>twin_unreadable</c>: the account is parked, others go on; or <c>twin_newer</c>: it is waited for a silo that can.
/// </summary>
public sealed class UnreadableTwinException(AccountKey key, string why, Exception? inner)
    : Exception($"The stored twin of {key} cannot be read: {why}.", inner)
{
    /// <summary>It is whole, but of a release that this program is older than.</summary>
    public bool IsNewer { get; init; }
}
