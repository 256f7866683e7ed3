using AccountTwins.Silo.Api;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Hosting.Welcome;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Sweeping;

namespace AccountTwins.Silo.Hosting;

/// <summary>The silo as one web application; tests and load runs start the same one.</summary>
public static class SiloApp
{
    /// <summary>Builds it from settings that go above files and environment. What stands later here stops earlier.</summary>
    public static WebApplication Build(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseTwinsKestrel(builder.Configuration);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(45));
        builder.Services.AddTwinStorage(builder.Configuration);
        builder.UseTwinsCluster();
        builder.Services.AddFeeds(builder.Configuration);
        builder.Services.AddSweeper(builder.Configuration);
        builder.Services.AddIngestion(builder.Configuration);
        builder.Services.AddAccountTwinsApi();
        builder.Services.AddWelcome(builder.Configuration);

        var app = builder.Build();
        app.MapAccountTwinsApi();
        return app;
    }
}
