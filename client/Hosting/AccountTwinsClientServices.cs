using AccountTwins.Client.Agents;
using AccountTwins.Client.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

// Where those who set up services look for it.
namespace Microsoft.Extensions.DependencyInjection;

public static class AccountTwinsClientServices
{
    /// <summary>Name of the HTTP client, for those who add handlers to it.</summary>
    public const string HttpClientName = "AccountTwins";

    /// <summary>How long a connection is used: a service that moves is found again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Adds <see cref="AgentClient"/> for agents and <see cref="AccountTwins.Client.AccountTwinsClient"/> for everything else; both may be shared.</summary>
    /// <returns>The HTTP client's builder.</returns>
    public static IHttpClientBuilder AddAccountTwinsClient(this IServiceCollection services, Action<AccountTwinsClientOptions> configure)
    {
        services.AddAgentClient(configure);
        services.TryAddSingleton(each =>
        {
            var options = each.GetRequiredService<IOptions<AccountTwinsClientOptions>>().Value;
            var http = each.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName);
            return new AccountTwins.Client.AccountTwinsClient(AccountTwins.Client.AccountTwinsClient.Configure(http, options.Address, options.Key));
        });
        services.TryAddSingleton<IAccountTwins>(each => new HttpAccountTwins(each.GetRequiredService<AccountTwins.Client.AccountTwinsClient>()));
        // One long-lived client over connections that end: the factory's own turning of handlers is not needed.
        return services.AddHttpClient(HttpClientName)
            .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = ConnectionLifetime)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds <see cref="AgentClient"/> alone, over the way to the service that is registered as <see cref="IAccountTwins"/>.</summary>
    public static IServiceCollection AddAgentClient(this IServiceCollection services, Action<AccountTwinsClientOptions> configure)
    {
        services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(each => new AgentClient(
            each.GetRequiredService<IAccountTwins>(), each.GetRequiredService<IOptions<AccountTwinsClientOptions>>().Value, each.GetRequiredService<TimeProvider>(),
            each.GetService<ILogger<AgentClient>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OutcomesOfLastTime>());
        return services;
    }

    /// <summary>Makes the client when the program starts: options are checked, and outcomes of an earlier run go out though nobody asks anything yet.</summary>
    private sealed class OutcomesOfLastTime(AgentClient client) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            GC.KeepAlive(client);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
