using System.Text.Json;
using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Changes.Webhooks;
using AccountTwins.Silo.Storage.Changes;
using AccountTwins.Tests.Silo.Storage;
using AccountTwins.Tests.Support;
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
        await using var bench = await WebhookBench.OpenAsync(_clock, options => options.AllowPrivate = false);
        await bench.CreateAsync();
        await bench.AnnounceAsync("a1");
        Assert.Equal(1, await bench.Sender.RoundAsync(default));

        Assert.Empty(bench.Received);
        Assert.Equal(1, (await bench.RowAsync()).Attempts);
    }

    [Fact]
    public async Task Changes_come_in_order_once_and_signed_and_a_new_webhook_begins_now()
    {
        await using var bench = await WebhookBench.OpenAsync(_clock);
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
        await using var bench = await WebhookBench.OpenAsync(_clock);
        await bench.CreateAsync();
        var next = WebhookSignature.NewSecret();
        await bench.Store.RotateAsync("default", "wh", next, _clock.GetUtcNow(), _clock.GetUtcNow().AddHours(24), default);
        await bench.AnnounceAsync("a1");
        await bench.Sender.RoundAsync(default);
        _clock.Advance(TimeSpan.FromHours(25));
        await bench.AnnounceAsync("a2");
        await bench.Sender.RoundAsync(default);

        Assert.Equal((1, 1), (bench.Received[0].CountOfGoodSignatures(bench.Secret), bench.Received[0].CountOfGoodSignatures(next)));
        Assert.Equal((0, 1), (bench.Received[1].CountOfGoodSignatures(bench.Secret), bench.Received[1].CountOfGoodSignatures(next)));
    }

    [Fact]
    public async Task A_secret_that_changes_again_within_the_day_signs_until_its_own_end()
    {
        await using var bench = await WebhookBench.OpenAsync(_clock);
        await bench.CreateAsync();
        var (second, third) = (WebhookSignature.NewSecret(), WebhookSignature.NewSecret());
        foreach (var secret in new[] { second, third })
        {
            Assert.Equal(WebhookRotation.Done, await bench.Store.RotateAsync("default", "wh", secret, _clock.GetUtcNow(), _clock.GetUtcNow().AddHours(24), default));
            _clock.Advance(TimeSpan.FromHours(6));
        }

        await bench.AnnounceAsync("a1");
        await bench.Sender.RoundAsync(default);
        _clock.Advance(TimeSpan.FromHours(12));
        await bench.AnnounceAsync("a2");
        await bench.Sender.RoundAsync(default);

        int[] Good(int request) => [.. new[] { bench.Secret, second, third }.Select(bench.Received[request].CountOfGoodSignatures)];
        Assert.Equal([1, 1, 1], Good(0));
        Assert.Equal([0, 1, 1], Good(1));
    }

    [Fact]
    public async Task What_the_kinds_leave_out_costs_no_write_each()
    {
        await using var bench = await WebhookBench.OpenAsync(_clock);
        await bench.CreateAsync(ChangeKinds.FlagOpened);
        await bench.AnnounceAsync([ChangeKinds.FlagClosed, .. Enumerable.Range(0, 40).Select(each => $"out-{each}")]);
        await bench.AnnounceAsync("a1");
        await bench.Sender.RoundAsync(default);
        Assert.Equal((1, 41), (bench.Notes, (await bench.RowAsync()).Number));

        await bench.AnnounceAsync([ChangeKinds.FlagClosed, .. Enumerable.Range(0, 60).Select(each => $"out-{40 + each}")]);
        Assert.Equal((1, 1, 0), (await bench.Sender.RoundAsync(default), await bench.Sender.RoundAsync(default), await bench.Sender.RoundAsync(default)));
        Assert.Equal((3, 101), (bench.Notes, (await bench.RowAsync()).Number));

        // One more that is left out waits for its second; what is wanted then comes in the same turn.
        await bench.AnnounceAsync(ChangeKinds.FlagClosed, "out-100");
        await bench.AnnounceAsync("a2");
        Assert.Equal(0, await bench.Sender.RoundAsync(default));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await bench.Sender.RoundAsync(default));
        Assert.Equal((4, 2), (bench.Notes, bench.Received.Count));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_tried_ever_more_rarely_under_the_same_id_and_nothing_overtakes()
    {
        await using var bench = await WebhookBench.OpenAsync(_clock);
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
        await using var bench = await WebhookBench.OpenAsync(_clock);
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
        await using var bench = await WebhookBench.OpenAsync(_clock);
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
        await using var bench = await WebhookBench.OpenAsync(_clock);
        await bench.CreateAsync();
        await bench.AnnounceAsync("a1");
        var now = _clock.GetUtcNow();
        Assert.Single(await bench.Store.HoldDueAsync("other", now, now.AddSeconds(30), 10, 10, default));

        Assert.Equal(0, await bench.Sender.RoundAsync(default));
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, await bench.Sender.RoundAsync(default));
        Assert.False(await bench.Store.NoteAsync(await bench.RowAsync() with { Number = 9 }, "other", null, default));
        Assert.Equal(1, (await bench.RowAsync()).Number);
    }

    [Fact]
    public async Task A_trial_is_signed_and_changes_nothing_of_the_webhook()
    {
        await using var bench = await WebhookBench.OpenAsync(_clock);
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
        await using var bench = await WebhookBench.OpenAsync(_clock);
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
    public async Task Receivers_of_one_tenant_that_do_not_answer_hold_up_no_other_tenant()
    {
        await using var bench = await WebhookBench.OpenAsync(_clock, options => options.ParallelMax = 4);
        for (var each = 0; each < 5; each++)
            await bench.CreateAsync(id: $"hanging-{each}", path: "/hang");
        await bench.CreateAsync(tenant: "other");
        await bench.AnnounceAsync("a1");
        await bench.Sender.StartAsync(default);
        await Until.TrueAsync(() => bench.Hanging == 2);

        await bench.AnnounceForAsync("other", "b1");
        await Until.TrueAsync(() => bench.Received.Count == 1);
        Assert.Equal((2, "b1"), (bench.Hanging, bench.Received[0].Id));

        // Each of them has its turn.
        _clock.Advance(new WebhookOptions().AnswerWithin);
        await Until.TrueAsync(() => bench.Hanging == 4);
        await bench.Sender.StopAsync(default);
    }

    [Theory, OnSqlite, OnPostgres]
    internal async Task A_silo_holds_of_a_tenant_no_more_than_its_share(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var (store, log, now) = (host.Services.GetRequiredService<IWebhookStore>(), host.Services.GetRequiredService<IChangeLog>(), _clock.GetUtcNow());
        foreach (var (tenant, count) in new[] { ("default", 4), ("other", 1) })
        {
            for (var each = 0; each < count; each++)
                await store.CreateAsync(new WebhookRow(tenant, $"wh-{each}", "https://example.com", "", "whsec_AAAA", now), 5, default);
            var key = Rows.Key("a", tenant);
            await host.Twins.WriteAsync(Rows.New(key) with { Changes = [new ChangeRow(tenant, key.Account, "chg", ChangeKinds.FlagOpened, null, now, "{}"u8.ToArray())] }, default);
        }

        await log.PlaceAsync(1000, now, default);
        var first = await HoldAsync("me");
        Assert.Equal(["default", "default", "other"], first.Select(row => row.Tenant).Order());
        Assert.Empty(await HoldAsync("me"));
        await store.NoteAsync(first.First(row => row.Tenant == "default") with { Number = 1 }, "me", null, default);
        Assert.Single(await HoldAsync("me"));
        // Another silo has its own.
        Assert.Single(await HoldAsync("you"));

        Task<IReadOnlyList<WebhookRow>> HoldAsync(string holder) => store.HoldDueAsync(holder, now, now.AddSeconds(30), 10, 2, default);
    }

    [Fact]
    public async Task A_slow_receivers_turn_ends_before_all_is_sent_and_the_next_one_knows_its_new_secret()
    {
        await using var bench = await WebhookBench.OpenAsync(_clock);
        await bench.CreateAsync();
        await bench.AnnounceAsync("a1", "a2", "a3", "a4");
        bench.Takes = TimeSpan.FromSeconds(6);
        await bench.Sender.RoundAsync(default);
        Assert.Equal(["a1", "a2"], bench.Received.Select(request => request.Id));

        var next = WebhookSignature.NewSecret();
        await bench.Store.RotateAsync("default", "wh", next, _clock.GetUtcNow(), _clock.GetUtcNow(), default);
        await bench.Sender.RoundAsync(default);
        Assert.Equal(["a1", "a2", "a3", "a4"], bench.Received.Select(request => request.Id));
        Assert.Equal(1, bench.Received[2].CountOfGoodSignatures(next));
    }

    [Fact]
    public async Task Who_was_away_until_nothing_was_kept_is_told_how_much_and_waits_for_the_next()
    {
        await using var bench = await WebhookBench.OpenAsync(_clock);
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
        Assert.Equal(WebhookRotation.Unknown, await RotateAsync("other", "wh_2", "whsec_BBBB"));
        Assert.Equal(row with { NextAt = row.CreatedAt }, Assert.Single(await store.ListAsync("default", default)));

        // Each keeps its own end, and the list has one: who rotates on and on loses nothing that still signs.
        var ends = new List<OldSecret>();
        foreach (var secret in new[] { "whsec_B", "whsec_C", "whsec_D", "whsec_E" })
        {
            ends.Insert(0, new OldSecret((await OnlyAsync()).Secret, _clock.GetUtcNow().AddDays(1)));
            Assert.Equal(WebhookRotation.Done, await RotateAsync("default", "wh_1", secret));
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(WebhookRotation.Full, await RotateAsync("default", "wh_1", "whsec_F"));
        Assert.Equal(("whsec_E", [.. ends]), ((await OnlyAsync()).Secret, (await OnlyAsync()).OldSecrets));
        _clock.Advance(TimeSpan.FromHours(20));
        Assert.Equal(WebhookRotation.Done, await RotateAsync("default", "wh_1", "whsec_F"));
        Assert.Equal(["whsec_E", "whsec_D", "whsec_C", "whsec_B"], (await OnlyAsync()).OldSecrets.Select(old => old.Secret));
        _clock.Advance(TimeSpan.FromDays(2));
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(each => RotateAsync("default", "wh_1", $"whsec_{each}")));
        Assert.Equal((4, 2), (all.Count(end => end == WebhookRotation.Done), all.Count(end => end == WebhookRotation.Full)));
        // Without any overlap all others end, however many there are.
        Assert.Equal(WebhookRotation.Done, await store.RotateAsync("default", "wh_1", "whsec_G", _clock.GetUtcNow(), _clock.GetUtcNow(), default));
        Assert.Equal(("whsec_G", 0), ((await OnlyAsync()).Secret, (await OnlyAsync()).OldSecrets.Count));
        Assert.Equal(WebhookRotation.Done, await RotateAsync("default", "wh_1", "whsec_H"));
        Assert.Equal(["whsec_G"], (await OnlyAsync()).OldSecrets.Select(old => old.Secret));

        async Task<WebhookRow> OnlyAsync() => Assert.Single(await store.ListAsync("default", default));
        Task<WebhookRotation> RotateAsync(string tenant, string id, string secret) => store.RotateAsync(tenant, id, secret, _clock.GetUtcNow(), _clock.GetUtcNow().AddDays(1), default);
    }
}
