using System.Net;
using System.Text;
using AccountTwins.Client;
using AccountTwins.Client.Changes;
using AccountTwins.Client.Http;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client.Changes;

/// <summary>The client's stream of changes against connections that end as they are told.</summary>
public sealed class ChangeReadingTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task A_lost_connection_is_opened_again_behind_the_last_id()
    {
        var service = new Service("retry: 2000\nid: 16\n\n" + Event(17), "id: 17\n\n" + Event(18));

        var items = await ReadAsync(service, 7);

        Assert.Equal([null, "17", "18"], service.Cursors);
        Assert.Equal([17, 18], Told(items));
        Assert.Equal([16, 17, 17, 17, 18, 18], items.Take(6).Select(item => item.Cursor!.Value));
        Assert.All(items.OfType<ChangeItem.Interrupted>().Take(2), broken => Assert.Equal(ApiProblem.StreamEnded, broken.Reason.Code));
    }

    [Fact]
    public async Task Pauses_double_from_what_the_service_asks_for_up_to_the_longest_and_begin_anew_with_the_next_event()
    {
        var service = new Service("retry: 1000\nid: 5\n\n", "!", "!", "!", "!", "!", "id: 5\n\n", "!");

        var items = await ReadAsync(service, 10, new ChangeQuery { PauseMax = TimeSpan.FromSeconds(10) });

        var pauses = items.OfType<ChangeItem.Interrupted>().Select(broken => broken.Pause.TotalSeconds).ToList();
        // What the service asked for holds on its connection; without one it is two seconds.
        double[] most = [1, 4, 8, 10, 10, 10, 2, 4];
        Assert.Equal(most.Length, pauses.Count);
        Assert.All(pauses.Zip(most), pair => Assert.InRange(pair.First, pair.Second / 2, pair.Second));
        Assert.Equal(2, items.OfType<ChangeItem.Passed>().Count());
    }

    [Theory]
    [InlineData("subscriber_too_slow", false)]
    [InlineData("draining", false)]
    [InlineData("cursor_expired", true)]
    public async Task A_cut_is_told_with_its_code_and_ends_only_what_cannot_go_on(string code, bool isEnd)
    {
        var service = new Service(Event(7) + $"event: cut\ndata: {{\"code\":\"{code}\",\"text\":\"T.\"}}\n\n", "id: 7\n\n");

        var items = await ReadAsync(service, 3);

        var reason = isEnd ? Assert.IsType<ChangeItem.Ended>(items[1]).Reason : Assert.IsType<ChangeItem.Interrupted>(items[1]).Reason;
        Assert.Equal((code, "T."), (reason.Code, reason.Title));
        Assert.Equal(isEnd ? 2 : 3, items.Count);
        Assert.Equal(7, items[1].Cursor);
    }

    [Theory]
    [InlineData("403 forbidden", true)]
    [InlineData("410 cursor_expired", true)]
    [InlineData("429 too_many_subscribers", false)]
    [InlineData("503 store_unavailable", false)]
    public async Task A_refusal_ends_the_stream_unless_it_is_one_of_the_moment(string refusal, bool isEnd)
    {
        var items = await ReadAsync(new Service(refusal, "id: 1\n\n"), 2);

        Assert.Equal(isEnd, items[0] is ChangeItem.Ended ended && ended.Reason.Code == refusal[4..]);
        Assert.Equal(isEnd ? 1 : 2, items.Count);
    }

    [Fact]
    public async Task What_cannot_be_opened_is_given_up_at_last()
    {
        var items = await ReadAsync(new Service("id: 3\n\n"), 100, new ChangeQuery { PauseMax = TimeSpan.FromSeconds(10), GiveUpAfter = TimeSpan.FromMinutes(1) });

        var ended = Assert.IsType<ChangeItem.Ended>(items[^1]);
        Assert.Equal((ApiProblem.Unreachable, 3), (ended.Reason.Code, ended.Cursor));
        Assert.InRange(items.Count, 8, 18);
    }

    [Fact]
    public async Task A_stream_without_even_a_heartbeat_counts_as_lost()
    {
        var items = await ReadAsync(new Service("id: 3\n\n…", "id: 3\n\n"), 3);

        Assert.Contains("60 s", Assert.IsType<ChangeItem.Interrupted>(items[1]).Reason.Detail);
    }

    [Theory]
    [InlineData("id: 7\r\nevent: flag_opened\r\ndata: {DATA}\r\n\r\n")]
    [InlineData(": a comment\n\nid:7\ndata:{DATA}\n\n")]
    [InlineData("data: {DATA-1}\ndata: {DATA-2}\nid: 7\n\n")]
    public async Task Blocks_are_read_as_the_standard_has_them(string text)
    {
        var data = Data(7);
        var items = await ReadAsync(new Service(text.Replace("{DATA}", data).Replace("{DATA-1}", data[..data.IndexOf(",\"time")]).Replace("{DATA-2}", data[data.IndexOf(",\"time")..])), 1);

        var told = Assert.IsType<ChangeItem.Told>(Assert.Single(items));
        Assert.Equal((7, 7L, "flag_opened", "acme"), (told.Cursor!.Value, told.Change.Sequence, told.Change.Kind, told.Change.Account));
    }

    [Theory]
    [InlineData("id: seven\n\n")]
    [InlineData("id: 7\ndata: {\n\n")]
    public async Task What_is_no_stream_of_changes_ends_it(string text)
    {
        var items = await ReadAsync(new Service(text), 5);

        Assert.Equal(ApiProblem.Unreadable, Assert.IsType<ChangeItem.Ended>(Assert.Single(items)).Reason.Code);
    }

    [Fact]
    public async Task An_event_without_end_is_not_gathered_for_ever()
    {
        var items = await ReadAsync(new Service("data: " + new string('x', 2_000_000)), 5);

        Assert.Contains("megabyte", Assert.IsType<ChangeItem.Ended>(Assert.Single(items)).Reason.Detail);
    }

    private static IEnumerable<long> Told(IEnumerable<ChangeItem> items) => items.OfType<ChangeItem.Told>().Select(told => told.Change.Sequence);

    private static string Event(long number) => $"id: {number}\nevent: flag_opened\ndata: {Data(number)}\n\n";

    private static string Data(long number) =>
        $$$"""{"specversion":"1.0","id":"chg_{{{number}}}","source":"/accounttwins","type":"account.flag_opened.v1","subject":"acme","time":"2026-03-04T12:00:00+00:00","tenant":"default","sequence":"{{{number}}}","data":{"flag":2}}""";

    private async Task<List<ChangeItem>> ReadAsync(Service service, int count, ChangeQuery? query = null)
    {
        using var http = new HttpClient(service) { BaseAddress = new Uri("http://test/") };
        var client = new AccountTwinsClient(http, _clock);
        var breaks = 0;
        var reading = Task.Run(async () =>
        {
            var items = new List<ChangeItem>();
            await foreach (var item in client.Changes.ReadAsync(query ?? new ChangeQuery()))
            {
                items.Add(item);
                if (item is ChangeItem.Interrupted)
                    Interlocked.Increment(ref breaks);
                if (items.Count == count)
                    break;
            }

            return items;
        });
        await Until.TrueAsync(() =>
        {
            // Time passes in pauses and in silence, never while something is being read.
            if (service.IsSilent || Volatile.Read(ref breaks) == service.Opened)
                _clock.AdvanceToNext();
            return reading.IsCompleted;
        });
        return await reading;
    }

    /// <summary>Answers one connection after the other: text that then ends; <c>!</c> nobody is there; <c>503 code</c> a refusal; text and <c>…</c> one that falls silent. Then nobody.</summary>
    private sealed class Service(params string[] answers) : HttpMessageHandler
    {
        private int _opened;

        public List<string?> Cursors { get; } = [];

        /// <summary>Connections that were asked for.</summary>
        public int Opened => Volatile.Read(ref _opened);

        public bool IsSilent { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = Cursors.Count < answers.Length ? answers[Cursors.Count] : "!";
            Interlocked.Increment(ref _opened);
            Cursors.Add(request.Headers.TryGetValues("Last-Event-ID", out var cursor) ? cursor.Single() : null);
            if (answer == "!")
                throw new HttpRequestException("Nobody is there.");
            if (answer is [>= '4' and <= '5', _, _, ' ', .. var code])
                return Task.FromResult(new HttpResponseMessage((HttpStatusCode)int.Parse(answer[..3])) { Content = new StringContent($$"""{"code":"{{code}}","status":{{answer[..3]}}}""") });
            var body = new MemoryStream(Encoding.UTF8.GetBytes(answer.TrimEnd('…')));
            return Task.FromResult(new HttpResponseMessage { Content = new StreamContent(answer.EndsWith('…') ? new SilentAfter(body, isSilent => IsSilent = isSilent) : body) });
        }
    }

    private sealed class SilentAfter(Stream inner, Action<bool> note) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            if (count > 0)
                return count;
            note(true);
            try
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
                return 0;
            }
            finally
            {
                note(false);
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
