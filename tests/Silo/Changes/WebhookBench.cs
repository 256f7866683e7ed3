using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Changes.Webhooks;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Storage.Changes;
using AccountTwins.Tests.Silo.Storage;
using AccountTwins.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace AccountTwins.Tests.Silo.Changes;

/// <summary>Webhooks, of one tenant unless the test says otherwise, and their receiver.</summary>
internal sealed class WebhookBench : IAsyncDisposable
{
    private readonly StoreHost _host;
    private readonly WebApplication _receiver;
    private readonly FakeClock _clock;
    private readonly CountedWebhooks _counted;
    private int _accounts;
    private int _hanging;

    private WebhookBench(StoreHost host, WebApplication receiver, FakeClock clock, WebhookOptions options)
    {
        (_host, _receiver, _clock) = (host, receiver, clock);
        Sender = new WebhookSender(
            _counted = new CountedWebhooks(Store), Poster = new WebhookPoster(Options.Create(options), clock), Log, Tip, Options.Create(options), Options.Create(new ChangeOptions()), new ChangeMetrics(new MeterFactory()), clock, NullLogger<WebhookSender>.Instance);
    }

    public WebhookSender Sender { get; }

    public WebhookPoster Poster { get; }

    /// <summary>Times that the sender wrote how far it was.</summary>
    public int Notes => _counted.Notes;

    public IWebhookStore Store => _host.Services.GetRequiredService<IWebhookStore>();

    public string Secret { get; } = WebhookSignature.NewSecret();

    public int Answer { get; set; } = 200;

    /// <summary>By the clock, before an answer.</summary>
    public TimeSpan Takes { get; set; }

    /// <summary>Requests to /hang: they are never answered.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    public List<WebhookRequest> Received { get; } = [];

    private ChangeTip Tip { get; } = new();

    private IChangeLog Log => _host.Services.GetRequiredService<IChangeLog>();

    public static async Task<WebhookBench> OpenAsync(FakeClock clock, Action<WebhookOptions>? change = null)
    {
        var options = new WebhookOptions { AllowHttp = true, AllowPrivate = true };
        change?.Invoke(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = builder.Build();
        var bench = new WebhookBench(await StoreHost.OpenAsync(StoreKind.Sqlite), receiver, clock, options);
        receiver.Run(bench.TakeAsync);
        await receiver.StartAsync();
        return bench;
    }

    public Task CreateAsync(string kinds = "", string id = "wh", string path = "/", string tenant = "default") => Store.CreateAsync(
        new WebhookRow(tenant, id, _receiver.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + path, kinds, Secret, _clock.GetUtcNow()), 5, default);

    public Task RemoveAsync() => Log.RemoveAsync(_clock.GetUtcNow().AddMinutes(-1), new ChangeBounds(1_000, 1_000), null, default);

    public async Task<WebhookRow> RowAsync() => Assert.Single(await Store.ListAsync("default", default));

    public Task AnnounceForAsync(string tenant, string id) => AnnounceAsync(ChangeKinds.FlagOpened, [id], tenant);

    public Task AnnounceAsync(params string[] ids) => AnnounceAsync(ids[0].StartsWith("flag_", StringComparison.Ordinal) ? ids[0] : ChangeKinds.FlagOpened, ids[0].StartsWith("flag_", StringComparison.Ordinal) ? ids[1..] : ids);

    public async ValueTask DisposeAsync()
    {
        Sender.Dispose();
        Poster.Dispose();
        await _receiver.DisposeAsync();
        await _host.DisposeAsync();
    }

    private async Task AnnounceAsync(string kind, string[] ids, string tenant = "default")
    {
        var key = Rows.Key($"a{_accounts++}", tenant);
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
        Received.Add(new WebhookRequest(headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, body.ToArray()));
        context.Response.StatusCode = Answer;
        if (Answer == (int)HttpStatusCode.Redirect)
            context.Response.Headers.Location = "/elsewhere";
    }
}

/// <summary>Counts how often it is noted how far a webhook is.</summary>
internal sealed class CountedWebhooks(IWebhookStore store) : IWebhookStore
{
    private int _notes;

    public int Notes => Volatile.Read(ref _notes);

    public Task<bool> CreateAsync(WebhookRow row, int most, CancellationToken cancellationToken) => store.CreateAsync(row, most, cancellationToken);

    public Task<IReadOnlyList<WebhookRow>> ListAsync(string tenant, CancellationToken cancellationToken) => store.ListAsync(tenant, cancellationToken);

    public Task<bool> DeleteAsync(string tenant, string id, CancellationToken cancellationToken) => store.DeleteAsync(tenant, id, cancellationToken);

    public Task<WebhookRotation> RotateAsync(string tenant, string id, string secret, DateTimeOffset now, DateTimeOffset oldUntil, CancellationToken cancellationToken) =>
        store.RotateAsync(tenant, id, secret, now, oldUntil, cancellationToken);

    public Task<bool> EnableAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken) => store.EnableAsync(tenant, id, now, cancellationToken);

    public Task<bool> DisableAsync(string tenant, string id, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.DisableAsync(tenant, id, reason, now, cancellationToken);

    public Task<IReadOnlyList<WebhookRow>> HoldDueAsync(string holder, DateTimeOffset now, DateTimeOffset until, int count, int ofTenant, CancellationToken cancellationToken) =>
        store.HoldDueAsync(holder, now, until, count, ofTenant, cancellationToken);

    public Task<bool> NoteAsync(WebhookRow row, string holder, DateTimeOffset? heldUntil, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _notes);
        return store.NoteAsync(row, holder, heldUntil, cancellationToken);
    }
}

/// <summary>What a receiver got.</summary>
internal sealed record WebhookRequest(string Id, string Timestamp, string Signatures, byte[] Body)
{
    /// <summary>Worked out from the standard's text, without our code.</summary>
    public int CountOfGoodSignatures(string secret)
    {
        using var mac = new HMACSHA256(Convert.FromBase64String(secret.Split('_', 2)[1]));
        var expected = Convert.ToBase64String(mac.ComputeHash([.. Encoding.UTF8.GetBytes(Id + "." + Timestamp + "."), .. Body]));
        return Signatures.Split(' ').Count(signature => signature == "v1," + expected);
    }
}
