using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Changes.Webhooks;
using AccountTwins.Silo.Storage.Changes;
using AccountTwins.Tests.Silo.Storage;
using AccountTwins.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Changes;

/// <summary>Webhooks over real HTTP to a receiver that answers as it is told.</summary>
public sealed class WebhookSenderTests
{
    private readonly FakeClock _clock = new();

    /// <summary>The vector that the libraries of Standard Webhooks are tested with.</summary>
    [Fact]
    public void A_signature_is_the_one_that_the_standard_gives()
    {
        var signature = WebhookSignature.Of(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Theory]
    [InlineData("https://example.com/hook", null)]
    [InlineData("http://example.com/hook", "https")]
    [InlineData("https://127.0.0.1/", "private")]
    [InlineData("https://localhost/", "private")]
    [InlineData("https://10.1.2.3/", "private")]
    [InlineData("https://169.254.169.254/latest/meta-data", "private")]
    [InlineData("https://[::1]/", "private")]
    [InlineData("https://[::ffff:10.0.0.1]/", "private")]
    [InlineData("https://[fd00::1]/", "private")]
    [InlineData("https://me:secret@example.com/", "user")]
    [InlineData("relative", "absolute")]
    public void An_address_is_taken_only_where_it_leads_outside(string url, string? fault)
    {
        var found = WebhookAddresses.FaultOf(url, new WebhookOptions());

        Assert.Equal(fault is null, found is null);
        Assert.Contains(fault ?? "", found ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_leads_inside_is_not_connected_to()
    {
        await using var bench = await Bench.OpenAsync(_clock, options => options.AllowPrivate = false);
        await bench.CreateAsync();
        await bench.AnnounceAsync("a1");
        Assert.Equal(1, await bench.Sender.RoundAsync(default));

        Assert.Empty(bench.Received);
        Assert.Equal(1, (await bench.RowAsync()).Attempts);
    }

    [Fact]
    public async Task Changes_come_in_order_once_and_signed_and_a_new_webhook_begins_now()
    {
        await using var bench = await Bench.OpenAsync(_clock);
        await bench.AnnounceAsync("before");
        await bench.CreateAsync(ChangeKinds.FlagOpened);
        await bench.AnnounceAsync("a1", "a2");
        await bench.AnnounceAsync(ChangeKinds.FlagClosed, "left-out");
        await bench.AnnounceAsync("a3");
        await bench.Sender.RoundAsync(default);
        Assert.Equal(0, await bench.Sender.RoundAsync(default));

        Assert.Equal(["a1", "a2", "a3"], bench.Received.Select(request => request.Id));
        Assert.All(bench.Received, request => Assert.Equal(1, request.CountOfGoodSignatures(bench.Secret)));
        Assert.Equal("a2", JsonDocument.Parse(bench.Received[1].Body).RootElement.GetProperty("id").GetString());
        Assert.Equal(5, (await bench.RowAsync()).Number);
    }

    [Fact]
    public async Task While_a_secret_changes_both_sign_and_later_the_new_one_alone()
    {
        await using var bench = await Bench.OpenAsync(_clock);
        await bench.CreateAsync();
        var next = WebhookSignature.NewSecret();
        await bench.Store.RotateAsync("default", "wh", next, _clock.GetUtcNow().AddHours(24), default);
        await bench.AnnounceAsync("a1");
        await bench.Sender.RoundAsync(default);
        _clock.Advance(TimeSpan.FromHours(25));
        await bench.AnnounceAsync("a2");
        await bench.Sender.RoundAsync(default);

        Assert.Equal((1, 1), (bench.Received[0].CountOfGoodSignatures(bench.Secret), bench.Received[0].CountOfGoodSignatures(next)));
        Assert.Equal((0, 1), (bench.Received[1].CountOfGoodSignatures(bench.Secret), bench.Received[1].CountOfGoodSignatures(next)));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_tried_ever_more_rarely_under_the_same_id_and_nothing_overtakes()
    {
        await using var bench = await Bench.OpenAsync(_clock);
        await bench.CreateAsync();
        await bench.AnnounceAsync("a1", "a2");
        bench.Answer = 500;
        await bench.Sender.RoundAsync(default);
        Assert.Equal(0, await bench.Sender.RoundAsync(default));
        var pauses = new List<TimeSpan>();
        for (var attempt = 0; attempt < 12; attempt++)
        {
            pauses.Add((await bench.RowAsync()).NextAt - _clock.GetUtcNow());
            _clock.Advance(pauses[^1]);
            Assert.Equal(1, await bench.Sender.RoundAsync(default));
        }

        Assert.All(pauses.Select((pause, attempt) => (pause, longest: Math.Min(3600, 5 * Math.Pow(2, attempt)))), one =>
            Assert.InRange(one.pause.TotalSeconds, (one.longest / 2) - 0.01, one.longest + 0.01));
        Assert.All(bench.Received, request => Assert.Equal("a1", request.Id));
        bench.Answer = 204;
        _clock.Advance(TimeSpan.FromHours(1));
        await bench.Sender.RoundAsync(default);
        Assert.Equal(["a1", "a2"], bench.Received[^2..].Select(request => request.Id));
        Assert.Null((await bench.RowAsync()).FailingSince);
    }

    [Fact]
    public async Task Who_says_gone_is_disabled_with_a_record_and_goes_on_when_enabled()
    {
        await using var bench = await Bench.OpenAsync(_clock);
        await bench.CreateAsync();
        await bench.AnnounceAsync("a1");
        bench.Answer = 410;
        await bench.Sender.RoundAsync(default);
        var row = await bench.RowAsync();
        Assert.Equal((false, "gone", _clock.GetUtcNow()), (row.IsActive, row.Reason, row.DisabledAt));
        Assert.Equal(0, await bench.Sender.RoundAsync(default));

        bench.Answer = 200;
        await bench.Store.EnableAsync("default", "wh", _clock.GetUtcNow(), default);
        await bench.Sender.RoundAsync(default);
        Assert.Equal(["a1", "a1"], bench.Received.Select(request => request.Id));
    }

    [Fact]
    public async Task Who_fails_for_too_long_is_disabled()
    {
        await using var bench = await Bench.OpenAsync(_clock);
        await bench.CreateAsync();
        await bench.AnnounceAsync("a1");
        bench.Answer = 302;
        await bench.Sender.RoundAsync(default);
        _clock.Advance(TimeSpan.FromDays(3));
        await bench.Sender.RoundAsync(default);

        Assert.Equal((false, "failing"), ((await bench.RowAsync()).IsActive, (await bench.RowAsync()).Reason));
    }

    [Fact]
    public async Task Two_silos_never_send_to_one_receiver_at_the_same_time()
    {
        await using var bench = await Bench.OpenAsync(_clock);
        await bench.CreateAsync();
        await bench.AnnounceAsync("a1");
        var now = _clock.GetUtcNow();
        Assert.Single(await bench.Store.HoldDueAsync("other", now, now.AddSeconds(30), 10, default));

        Assert.Equal(0, await bench.Sender.RoundAsync(default));
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, await bench.Sender.RoundAsync(default));
        Assert.False(await bench.Store.NoteAsync(await bench.RowAsync() with { Number = 9 }, "other", null, default));
        Assert.Equal(1, (await bench.RowAsync()).Number);
    }

    [Fact]
    public async Task A_trial_is_signed_and_changes_nothing_of_the_webhook()
    {
        await using var bench = await Bench.OpenAsync(_clock);
        await bench.CreateAsync();
        await bench.Store.DisableAsync("default", "wh", "by_hand", _clock.GetUtcNow(), default);
        await bench.Store.DisableAsync("default", "wh", "again", _clock.GetUtcNow(), default);
        var row = await bench.RowAsync();
        bench.Answer = 204;
        var trial = WebhookTrialEvent.Of(row, _clock.GetUtcNow());

        Assert.Equal(204, await bench.Poster.PostAsync(row, trial.Id, ChangeEvent.Write(trial, 0), default));

        var received = Assert.Single(bench.Received);
        Assert.Equal((trial.Id, 1), (received.Id, received.CountOfGoodSignatures(bench.Secret)));
        Assert.Equal("webhook.trial.v1", JsonDocument.Parse(received.Body).RootElement.GetProperty("type").GetString());
        Assert.Equal((row, false, "by_hand"), (await bench.RowAsync(), row.IsActive, row.Reason));
        await bench.AnnounceAsync("chg_1");
        Assert.Equal(0, await bench.Sender.RoundAsync(default));
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_holds_up_nobody_else()
    {
        await using var bench = await Bench.OpenAsync(_clock);
        await bench.CreateAsync();
        await bench.CreateAsync(id: "hanging", path: "/hang");
        await bench.AnnounceAsync("a1");
        await bench.Sender.StartAsync(default);
        await Until.TrueAsync(() => bench.Received.Count == 1 && bench.Hanging == 1);
        await bench.AnnounceAsync("a2");

        await Until.TrueAsync(() => bench.Received.Count == 2);
        Assert.Equal(["a1", "a2"], bench.Received.Select(request => request.Id));
        Assert.Equal(1, bench.Hanging);
        await bench.Sender.StopAsync(default);
    }

    [Fact]
    public async Task A_slow_receivers_turn_ends_before_all_is_sent_and_the_next_one_knows_its_new_secret()
    {
        await using var bench = await Bench.OpenAsync(_clock);
        await bench.CreateAsync();
        await bench.AnnounceAsync("a1", "a2", "a3", "a4");
        bench.Takes = TimeSpan.FromSeconds(6);
        await bench.Sender.RoundAsync(default);
        Assert.Equal(["a1", "a2"], bench.Received.Select(request => request.Id));

        var next = WebhookSignature.NewSecret();
        await bench.Store.RotateAsync("default", "wh", next, _clock.GetUtcNow(), default);
        await bench.Sender.RoundAsync(default);
        Assert.Equal(["a1", "a2", "a3", "a4"], bench.Received.Select(request => request.Id));
        Assert.Equal(1, bench.Received[2].CountOfGoodSignatures(next));
    }

    [Fact]
    public async Task Who_was_away_until_nothing_was_kept_is_told_how_much_and_waits_for_the_next()
    {
        await using var bench = await Bench.OpenAsync(_clock);
        await bench.CreateAsync();
        await bench.AnnounceAsync("a1", "a2");
        _clock.Advance(TimeSpan.FromDays(8));
        await bench.RemoveAsync();
        Assert.Equal(1, await bench.Sender.RoundAsync(default));
        Assert.Equal((2, 2), ((await bench.RowAsync()).Number, (await bench.RowAsync()).Skipped));
        Assert.Equal(0, await bench.Sender.RoundAsync(default));
        await bench.AnnounceAsync("a3");

        Assert.Equal(1, await bench.Sender.RoundAsync(default));
        Assert.Equal(["a3"], bench.Received.Select(request => request.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task The_store_keeps_what_it_was_told(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var store = host.Services.GetRequiredService<IWebhookStore>();
        var row = new WebhookRow("default", "wh_1", "https://example.com", "flag_opened", "whsec_AAAA", _clock.GetUtcNow());
        Assert.True(await store.CreateAsync(row, 2, default));
        Assert.True(await store.CreateAsync(row with { Id = "wh_2" }, 2, default));
        Assert.False(await store.CreateAsync(row with { Id = "wh_3" }, 2, default));
        Assert.True(await store.CreateAsync(row with { Tenant = "other" }, 2, default));
        Assert.True(await store.DeleteAsync("default", "wh_2", default));
        Assert.False(await store.DeleteAsync("default", "wh_2", default));
        Assert.False(await store.RotateAsync("other", "wh_2", "whsec_BBBB", _clock.GetUtcNow(), default));

        Assert.Equal(row with { NextAt = row.CreatedAt }, Assert.Single(await store.ListAsync("default", default)));
    }

    /// <summary>One tenant with one webhook, and its receiver.</summary>
    private sealed class Bench : IAsyncDisposable
    {
        private readonly StoreHost _host;
        private readonly WebApplication _receiver;
        private readonly FakeClock _clock;
        private int _accounts;
        private int _hanging;

        private Bench(StoreHost host, WebApplication receiver, FakeClock clock, WebhookOptions options)
        {
            (_host, _receiver, _clock) = (host, receiver, clock);
            Sender = new WebhookSender(
                Store, Poster = new WebhookPoster(Options.Create(options), clock), Log, Tip, Options.Create(options), Options.Create(new ChangeOptions()), new ChangeMetrics(new MeterFactory()), clock, NullLogger<WebhookSender>.Instance);
        }

        public WebhookSender Sender { get; }

        public WebhookPoster Poster { get; }

        public IWebhookStore Store => _host.Services.GetRequiredService<IWebhookStore>();

        public string Secret { get; } = WebhookSignature.NewSecret();

        public int Answer { get; set; } = 200;

        /// <summary>By the clock, before an answer.</summary>
        public TimeSpan Takes { get; set; }

        /// <summary>Requests to /hang: they are never answered.</summary>
        public int Hanging => Volatile.Read(ref _hanging);

        public List<Request> Received { get; } = [];

        private ChangeTip Tip { get; } = new();

        private IChangeLog Log => _host.Services.GetRequiredService<IChangeLog>();

        public static async Task<Bench> OpenAsync(FakeClock clock, Action<WebhookOptions>? change = null)
        {
            var options = new WebhookOptions { AllowHttp = true, AllowPrivate = true };
            change?.Invoke(options);
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var receiver = builder.Build();
            var bench = new Bench(await StoreHost.OpenAsync(StoreKind.Sqlite), receiver, clock, options);
            receiver.Run(bench.TakeAsync);
            await receiver.StartAsync();
            return bench;
        }

        public Task CreateAsync(string kinds = "", string id = "wh", string path = "/") => Store.CreateAsync(
            new WebhookRow("default", id, _receiver.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + path, kinds, Secret, _clock.GetUtcNow()), 5, default);

        public Task RemoveAsync() => Log.RemoveAsync(_clock.GetUtcNow().AddMinutes(-1), 1_000, null, default);

        public async Task<WebhookRow> RowAsync() => Assert.Single(await Store.ListAsync("default", default));

        public Task AnnounceAsync(params string[] ids) => AnnounceAsync(ids[0].StartsWith("flag_", StringComparison.Ordinal) ? ids[0] : ChangeKinds.FlagOpened, ids[0].StartsWith("flag_", StringComparison.Ordinal) ? ids[1..] : ids);

        public async ValueTask DisposeAsync()
        {
            Sender.Dispose();
            Poster.Dispose();
            await _receiver.DisposeAsync();
            await _host.DisposeAsync();
        }

        private async Task AnnounceAsync(string kind, string[] ids)
        {
            var key = Rows.Key($"a{_accounts++}");
            await _host.Twins.WriteAsync(Rows.New(key) with
            {
                Changes = [.. ids.Select(id => new ChangeRow(key.Tenant, key.Account, id, kind, null, _clock.GetUtcNow(), "{}"u8.ToArray()))],
            }, default);
            await Log.PlaceAsync(1000, _clock.GetUtcNow(), default);
            Tip.Move((await Log.StateAsync(null, default)).Newest);
        }

        private async Task TakeAsync(HttpContext context)
        {
            if (context.Request.Path == "/hang")
            {
                Interlocked.Increment(ref _hanging);
                var left = new TaskCompletionSource();
                await using var waiting = context.RequestAborted.Register(left.SetResult);
                await left.Task;
                return;
            }

            _clock.Advance(Takes);
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers;
            Received.Add(new Request(headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, body.ToArray()));
            context.Response.StatusCode = Answer;
            if (Answer == (int)HttpStatusCode.Redirect)
                context.Response.Headers.Location = "/elsewhere";
        }
    }

    private sealed record Request(string Id, string Timestamp, string Signatures, byte[] Body)
    {
        /// <summary>Worked out from the standard's text, without our code.</summary>
        public int CountOfGoodSignatures(string secret)
        {
            using var mac = new HMACSHA256(Convert.FromBase64String(secret.Split('_', 2)[1]));
            var expected = Convert.ToBase64String(mac.ComputeHash([.. Encoding.UTF8.GetBytes(Id + "." + Timestamp + "."), .. Body]));
            return Signatures.Split(' ').Count(signature => signature == "v1," + expected);
        }
    }
}
