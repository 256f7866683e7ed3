using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;

namespace AccountTwins.Tests.Grains;

public sealed class TwinRowTests
{
    private static readonly AccountKey Key = new("default", "acme");

    [Fact]
    public void A_damaged_row_is_unreadable()
    {
        Assert.Throws<UnreadableTwinException>(() => TwinRow.Read(Key, Row(AccountTwinCodec.SchemaVersion, [0])));
        Assert.Throws<UnreadableTwinException>(() => TwinRow.Read(Key, Row(AccountTwinCodec.SchemaVersion, [])));
        Assert.Throws<UnreadableTwinException>(() => TwinRow.Read(Key, Row(AccountTwinCodec.SchemaVersion, AccountTwinCodec.Pack(AccountTwin.Empty(Key))[..^1])));
    }

    [Fact]
    public void A_row_of_a_newer_schema_is_unreadable()
    {
        Assert.Throws<UnreadableTwinException>(() => TwinRow.Read(Key, Row(AccountTwinCodec.SchemaVersion + 1, AccountTwinCodec.Pack(AccountTwin.Empty(Key)))));
    }

    private static StoredTwin Row(int schemaVersion, byte[] state) => new(new RowVersion(1, Guid.NewGuid()), schemaVersion, state);
}
