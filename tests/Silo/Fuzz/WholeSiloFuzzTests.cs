using AccountTwins.Tests.Silo.Security;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>The same requests to a silo as users start it: the real server, twins, store and log stand behind the routes.</summary>
[Collection(WholeSilo.Name)]
public sealed class WholeSiloFuzzTests
{
    private const int Seed = 20260301;

    [Fact]
    public async Task No_request_of_a_thousand_makes_a_fault_in_a_whole_silo()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false"));
        using var client = silo.Client();
        var sample = RouteSample.All.Single(each => each.Route == "/v1/signals");
        using var sent = await client.SendAsync(sample.Request(""));
        sent.EnsureSuccessStatusCode();

        await FuzzRound.RunAsync(client, Seed, 1_000, IsQuick);
    }

    /// <summary>A switch is answered after a second, when no silo can still allow what it stops; what it makes of its body is tried with the doubles.</summary>
    private static bool IsQuick(HttpRequestMessage request) => request is not { Method.Method: "POST", RequestUri.OriginalString: var path } || !path.StartsWith("/v1/switches", StringComparison.Ordinal);
}
