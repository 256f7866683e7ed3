using System.IO.Pipelines;
using System.Text;
using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Changes.Streams;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Changes;

/// <summary>What subscribers hear while others have much to hear, and after the log went on without them.</summary>
public sealed class ChangeFeedsTests : IDisposable
{
    private static readonly ChangeOptions Usual = new();

    private readonly FakeClock _clock = new();
    private readonly MemoryChanges _log = new();
    private readonly ChangeTip _tip = new();
    private readonly ChangeFeeds _feeds;

    public ChangeFeedsTests() =>
        _feeds = new ChangeFeeds(_log, _tip, Options.Create(Usual), new ChangeMetrics(new MeterFactory()), _clock, NullLogger<ChangeFeeds>.Instance);

    public void Dispose() => _feeds.Dispose();

    [Fact]
    public async Task A_quiet_tenants_subscribers_are_woken_in_time_however_busy_the_others_are()
    {
        using var quiet = await _feeds.JoinAsync("quiet");
        var pulse = quiet!.Buffer.NextPulse();
        for (var halves = 0; halves < 4; halves++)
        {
            var reads = _log.Reads;
            Announce("busy", 1);
            await Until.TrueAsync(() => _log.Reads > reads && _clock.Waiting > 0);
            _clock.Advance(Usual.HeartbeatEvery / 2);
        }

        await pulse.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_feed_that_the_log_ran_away_from_goes_on_behind_what_was_removed_and_tells_who_missed_it()
    {
        using var subscription = await _feeds.JoinAsync("t");
        var buffer = subscription!.Buffer;
        Announce("t", 3);
        await Until.TrueAsync(() => buffer.Newest == 3);
        for (var count = 0; count < 4; count++)
            _log.Add(Row("t"));
        _log.Remove("t", 5);
        Announce("t", 1);

        await Until.TrueAsync(() => buffer.Newest == 8);
        var into = new ChangeFrame[8];
        Assert.Equal(-1, buffer.Take(3, into));
        Assert.Equal((3, 6L), (buffer.Take(5, into), into[0].Number));
    }

    [Fact]
    public async Task A_filter_that_drops_all_of_a_busy_tenant_still_gets_heartbeats_that_move_its_cursor()
    {
        var pipe = new Pipe();
        using var left = new CancellationTokenSource();
        using var room = new SemaphoreSlim(1);
        using var right = new CredentialWatch(new CredentialWatches.Look(), () => { });
        var buffer = new ChangeBuffer(64, 0);
        var stream = new ChangeStream(buffer, _log, room, Usual, _clock);
        var running = stream.RunAsync(pipe.Writer, "t", 0, new ChangeFilter("other", null, null), right, default, left.Token);
        Assert.Contains("id: 0", await ReadAsync(pipe.Reader), StringComparison.Ordinal);
        _clock.Advance(Usual.HeartbeatEvery);
        _log.Add(Row("t"));
        buffer.Add((await _log.ReadAsync("t", 0, 1, default)).Select(ChangeFrame.Of));

        Assert.Contains("id: 1\n\n", await ReadAsync(pipe.Reader), StringComparison.Ordinal);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private void Announce(string tenant, int count)
    {
        for (var index = 0; index < count; index++)
            _log.Add(Row(tenant));
        _tip.Move(_log.Newest);
    }

    private static ChangeRow Row(string tenant) => new(tenant, "a", "chg", ChangeKinds.FlagOpened, null, DateTimeOffset.UnixEpoch, "{}"u8.ToArray());

    private static async Task<string> ReadAsync(PipeReader reader)
    {
        var read = await reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        var text = Encoding.UTF8.GetString(read.Buffer);
        reader.AdvanceTo(read.Buffer.End);
        return text;
    }
}
