using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Changes.Webhooks;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Faults;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Silo.Security;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Whatever is sent to a route, the answer is none of 5xx, and a refusal has the one form with a code that the published document tells of.</summary>
public sealed class RouteFuzzTests
{
    private const int Seed = 20260301;

    /// <summary>Requests to one host, after which it starts anew: what it was given stays in its memory.</summary>
    private const int RoundLength = 4_000;

    [Fact]
    public Task No_request_of_a_thousand_makes_a_fault() => RoundAsync(Seed, 1_000);

    [LongFact(StoreKind.Sqlite)]
    public async Task No_request_of_a_million_makes_a_fault()
    {
        for (var round = 0; round < 1_000_000 / RoundLength; round++)
            await RoundAsync(Seed + round, RoundLength);
    }

    private static async Task RoundAsync(int seed, int count)
    {
        await using var host = await StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Admin);
        await FuzzRound.RunAsync(client, seed, count, new FuzzKnown(spared: host.Keys.Rows.Keys.Single()));
    }

    /// <summary>A host in which everything that a sample names is there.</summary>
    internal static async Task<ApiHost> StartAsync(Action<IServiceCollection>? more = null)
    {
        var host = await ApiHost.StartAsync(services: services =>
        {
            services.Configure<WebhookOptions>(options => (options.AllowHttp, options.AllowPrivate, options.PerTenantMax) = (true, true, 200));
            more?.Invoke(services);
        });
        host.Put(Sample.Account());
        host.Accounts.Timelines[new AccountKey(ApiHost.Tenant, "acct-1")] = new TimelineView { Tenant = ApiHost.Tenant, Account = "acct-1", Revision = 1, AsOf = Sample.Now };
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = DecisionsEndpointTests.View() };
        host.Reviews.Items[RouteSample.Review] = ReviewsEndpointTests.Item(host) with { ClaimedBy = "test", ClaimedUntil = host.Clock.GetUtcNow().AddHours(1) };
        host.Search.Identifiers[(ApiHost.Tenant, "domain:northwind.example")] = [new AccountKey(ApiHost.Tenant, "acct-1")];
        host.Lessons.Propose(1, "acct-1", "Say the amount first.");
        return host;
    }
}
