using AccountTwins.Grains.Interfaces;
using AccountTwins.Tests.Faults;
using AccountTwins.Tests.Silo.Security;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>The same requests to a silo as users start it: the real server, twins, store and log stand behind the routes; and to the grain that clients of the cluster ask.</summary>
[Collection(WholeSilo.Name)]
public sealed class WholeSiloFuzzTests
{
    private const int Seed = 20260301;

    /// <summary>Requests to one silo; a quarter as many questions to the grain follow.</summary>
    private const int RoundLength = 4_000;

    [Fact]
    public Task No_request_of_a_thousand_makes_a_fault_in_a_whole_silo() => RoundAsync(Seed, 1_000);

    [LongFact(StoreKind.Sqlite)]
    public async Task No_request_of_a_hundred_thousand_makes_a_fault_in_a_whole_silo()
    {
        for (var round = 0; round < 100_000 / RoundLength; round++)
            await RoundAsync(Seed + round, RoundLength);
    }

    private static async Task RoundAsync(int seed, int count)
    {
        using var folder = new TemporaryFolder();
        await using var silo = await StartAsync(folder.Path);
        using var client = silo.Client();
        await FuzzRound.RunAsync(client, seed, count, new FuzzKnown(spared: silo.Key.Split('_')[1]), IsQuick);
        await FuzzQuestion.RunAsync(silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IAgentGrain>("default"), seed, count / 4);
    }

    /// <summary>A silo that knows the account of the samples.</summary>
    internal static async Task<RunningSilo> StartAsync(string folder, params (string Key, string Value)[] more)
    {
        var silo = await RunningSilo.StartAsync(folder, [("Sample:Enabled", "false"), ("Webhooks:AllowHttp", "true"), ("Webhooks:AllowPrivate", "true"), .. more]);
        using var client = silo.Client();
        var sample = RouteSample.All.Single(each => each.Route == "/v1/signals");
        using var sent = await client.SendAsync(sample.Request(""));
        sent.EnsureSuccessStatusCode();
        return silo;
    }

    /// <summary>A switch is answered after a second, when no silo can still allow what it stops; what it makes of its body is tried with the doubles.</summary>
    internal static bool IsQuick(HttpRequestMessage request) => request is not { Method.Method: "POST", RequestUri.OriginalString: var path } || !path.StartsWith("/v1/switches", StringComparison.Ordinal);
}
