using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Accounts;
using AccountTwins.Tests.Grains.Decisions;
using Signals = AccountTwins.Domain.Signals;

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
        var newer = Assert.Throws<UnreadableTwinException>(() => TwinRow.Read(Key, Row(AccountTwinCodec.SchemaVersion + 1, AccountTwinCodec.Pack(AccountTwin.Empty(Key)))));
        var damaged = Assert.Throws<UnreadableTwinException>(() => TwinRow.Read(Key, Row(AccountTwinCodec.SchemaVersion, [0])));

        Assert.Equal((true, false), (newer.IsNewer, damaged.IsNewer));
    }

    [Fact]
    public async Task A_silo_that_is_older_than_a_row_answers_so_and_writes_nothing_over_it()
    {
        var bench = new SessionBench();
        var (_, first) = bench.Activate();
        await first.AcceptAsync(bench.Says(Signals.AiContact.Allowed));
        var row = (await bench.Twins.ReadAsync(SessionBench.Key, default)).Row!;
        await bench.Twins.WriteAsync(new TwinWrite(SessionBench.Key, row.Version, new RowVersion(row.Version.Revision + 1, Guid.NewGuid()), AccountTwinCodec.SchemaVersion + 1, [9, 9], SearchColumnsOf.Twin(first.Current)), default);
        var (session, older) = bench.Activate();

        Assert.Equal(TwinStanding.Newer, (await older.AcceptAsync(bench.Says(Signals.AiContact.None))).Standing);
        Assert.Equal(TwinStanding.Newer, (await older.CheckpointAsync(1, 5)).Standing);
        Assert.Equal(TwinStanding.Newer, (await older.AdvanceAsync(bench.Clock.GetUtcNow())).Standing);
        Assert.Equal(TwinStanding.Newer, (await session.DecideAsync(SessionBench.Ask("k", "reply"), default)).Standing);
        Assert.Equal([9, 9], (await bench.Twins.ReadAsync(SessionBench.Key, default)).Row!.State);
        Assert.Equal("twin_newer", StandingProblem.Of(TwinStanding.Newer).Code);
    }

    private static StoredTwin Row(int schemaVersion, byte[] state) => new(new RowVersion(1, Guid.NewGuid()), schemaVersion, state);
}
