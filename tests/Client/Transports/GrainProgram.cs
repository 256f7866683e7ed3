using AccountTwins.Silo.Hosting;
using AccountTwins.Tests.Client.Agents.EndToEnd;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Client.Transports;

/// <summary>An agent's program beside a silo, set up by configuration as a user's would be.</summary>
internal static class GrainProgram
{
    public static async Task<IHost> StartAsync(GuardedSilo host, string folder, params (string Key, string Value)[] more)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var gateway = host.Silo.Services.GetRequiredService<IOptions<TwinsClusterOptions>>().Value.GatewayPort;
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AccountTwins:Transport"] = "orleans",
            ["AccountTwins:Release"] = "support-7",
            ["AccountTwins:OutcomeFolder"] = folder,
            ["AccountTwins:DecisionDeadline"] = "00:00:30",
            ["AccountTwins:Orleans:Agent"] = GuardedSilo.AgentName,
            ["AccountTwins:Orleans:Gateways:0"] = $"127.0.0.1:{gateway}",
        });
        builder.Configuration.AddInMemoryCollection(more.ToDictionary(each => each.Key, each => (string?)each.Value));
        // The stand-in has no gateway: its client must be one in the silo's own process.
        if (ClusterFactAttribute.SkipReason is not null)
            builder.Services.AddSingleton(host.Silo.Services.GetRequiredService<IClusterClient>());
        builder.AddAccountTwins();
        var program = builder.Build();
        await program.StartAsync();
        return program;
    }
}
