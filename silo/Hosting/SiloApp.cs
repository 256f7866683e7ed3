using AccountTwins.Silo.Api;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Hosting.Welcome;
using AccountTwins.Silo.Incidents;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Policies;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Sweeping;
using AccountTwins.Silo.Value;
using Microsoft.Extensions.Logging.Console;

namespace AccountTwins.Silo.Hosting;

/// <summary>The silo as one web application; tests and load runs start the same one.</summary>
public static class SiloApp
{
    /// <summary>Serves until it is told to stop. The process's exit code: 0, or 1 with a word on <paramref name="errors"/> when it could not start.</summary>
    public static Task<int> RunAsync(IEnumerable<KeyValuePair<string, string?>> settings, TextWriter errors) => RunAsync(settings, errors, null);

    /// <summary>Builds it from settings that go above files and environment.</summary>
    public static WebApplication Build(IEnumerable<KeyValuePair<string, string?>> settings) => Build(settings, null);

    /// <param name="settings">Above files and environment.</param>
    /// <param name="errors">Takes the word on why it could not start.</param>
    /// <param name="change">Has the last word on services: for tests and load runs, which make one silo behave as if it were one of several.</param>
    internal static async Task<int> RunAsync(IEnumerable<KeyValuePair<string, string?>> settings, TextWriter errors, Action<IServiceCollection>? change)
    {
        try
        {
            await using var app = Build(settings, change);
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (StartFailure.Explain(exception) is { } lines)
        {
            foreach (var line in lines)
                await errors.WriteLineAsync(line);
            return 1;
        }
    }

    /// <summary>What stands later here stops earlier.</summary>
    internal static WebApplication Build(IEnumerable<KeyValuePair<string, string?>> settings, Action<IServiceCollection>? change)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        // A switch given twice counts as given last.
        builder.Configuration.AddInMemoryCollection(settings.Reverse().DistinctBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase));
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddConsole(console => console.FormatterName = builder.Configuration["Logging:Console:FormatterName"] ?? LineFormatter.FormatterName);
        builder.UseTwinsKestrel();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(45));
        builder.Services.AddTwinStorage(builder.Configuration);
        builder.UseTwinsCluster();
        builder.Services.AddFeeds(builder.Configuration);
        builder.Services.AddPolicies(builder.Configuration);
        builder.Services.AddIncidents(builder.Configuration);
        builder.Services.AddSweeper(builder.Configuration);
        builder.Services.AddValue(builder.Configuration);
        builder.Services.AddChanges(builder.Configuration);
        builder.Services.AddIngestion(builder.Configuration);
        builder.Services.AddAccountTwinsApi();
        builder.Services.AddHostedService<KeyEnds>();
        builder.Services.AddWelcome(builder.Configuration);
        change?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapAccountTwinsApi();
        return app;
    }
}
