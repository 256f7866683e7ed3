using System.Net;
using AccountTwins.Silo.Api.LongReading;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>Audits, exports of reviews and trials of a playbook beside each other; what a slow reader does is in <see cref="ReviewExportTests"/>.</summary>
public sealed class LongReadsTests
{
    private const string Audit = "/v1/audit/verify";
    private const string Other = "another-vendor";

    private static readonly Func<HttpClient, Task<HttpResponseMessage>>[] All =
    [
        client => client.GetAsync(Audit),
        client => client.GetAsync("/v1/reviews/export"),
        client => client.PostAsync("/v1/playbook/simulate", new ByteArrayContent(DefaultPlaybook.File.ToArray()) { Headers = { ContentType = new("application/yaml") } }),
    ];

    [Fact]
    public async Task What_a_tenant_has_under_way_refuses_its_own_next_one_and_nobody_elses()
    {
        await using var host = await StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Reader);
        using var other = await host.ClientAsync(KeyScopes.Reader, Other);
        var (first, end) = await HoldAsync(host, client);

        foreach (var ask in All)
        {
            Assert.Equal(HttpStatusCode.OK, (await ask(other)).StatusCode);
            await (await ask(client)).ProblemAsync(HttpStatusCode.Conflict, "audit_running");
        }

        end.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        foreach (var ask in All)
            Assert.Equal(HttpStatusCode.OK, (await ask(client)).StatusCode);
    }

    [Fact]
    public async Task Beyond_so_many_a_caller_waits_in_line_and_is_told_when_it_takes_too_long()
    {
        await using var host = await StartAsync(options => options.Max = 1);
        using var client = await host.ClientAsync(KeyScopes.Reader);
        using var other = await host.ClientAsync(KeyScopes.Reader, Other);
        var (first, end) = await HoldAsync(host, client);

        var late = other.GetAsync(Audit);
        await Until.TrueAsync(() =>
        {
            host.Clock.Advance(new LongReadOptions().WaitFor);
            return late.IsCompleted;
        });
        await (await late).ProblemAsync(HttpStatusCode.ServiceUnavailable, "silo_busy");
        Assert.NotNull((await late).Headers.RetryAfter);

        var timers = host.Clock.Waiting;
        var waiting = other.GetAsync(Audit);
        await Until.TrueAsync(() => host.Clock.Waiting > timers);
        end.SetResult();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await first).StatusCode, (await waiting).StatusCode));
    }

    [Fact]
    public async Task One_that_takes_too_long_is_cut_off_and_its_place_is_free()
    {
        await using var host = await StartAsync(options => options.ReadFor = TimeSpan.FromMinutes(5));
        using var client = await host.ClientAsync(KeyScopes.Reader);
        var (first, _) = await HoldAsync(host, client);

        host.Clock.Advance(TimeSpan.FromMinutes(5));

        await Assert.ThrowsAnyAsync<Exception>(() => first);
        await Until.TrueAsync(async () => (await client.GetAsync(Audit)).StatusCode == HttpStatusCode.OK);
    }

    private static Task<ApiHost> StartAsync(Action<LongReadOptions>? change = null) => ApiHost.StartAsync(services: services =>
    {
        services.Configure<LongReadOptions>(options => options.ReadFor = TimeSpan.FromDays(1));
        services.Configure(change ?? (_ => { }));
    });

    /// <summary>An audit that stands still until it is told to end; the next ones do not.</summary>
    private static async Task<(Task<HttpResponseMessage> Audit, TaskCompletionSource End)> HoldAsync(ApiHost host, HttpClient client)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Audit.Until = end.Task;
        var audit = client.GetAsync(Audit);
        await host.Audit.Began.Task;
        host.Audit.Until = Task.CompletedTask;
        return (audit, end);
    }
}
