using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Storage.Schema;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>The schema comes up once, whoever starts, and an older program keeps its hands off a newer one.</summary>
public sealed class SchemaTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Silos_that_start_at_once_bring_it_up_once(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var silos = Enumerable.Range(0, 4).Select(_ => StoreHost.Build(host.Settings)).ToArray();

        await Task.WhenAll(silos.Select(silo => Task.Run(() => silo.MigrateStorageAsync(default))));

        foreach (var silo in silos)
            await silo.DisposeAsync();
        Assert.Empty(await host.Streams.ListAsync(default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Newer_schema_is_a_clear_error(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await host.ChangeAsync("INSERT INTO schema_version (series, version, name, applied_at) VALUES ('accounts', 99, 'future', '')");

        var error = await Assert.ThrowsAsync<SchemaNewerException>(() => host.Services.MigrateStorageAsync(default));

        Assert.StartsWith("schema_newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_series_is_numbered_from_one_on_every_database()
    {
        Assert.NotEmpty(SchemaScripts.Of("sqlite", SchemaScripts.Accounts));
        Assert.NotEmpty(SchemaScripts.Of("postgresql", SchemaScripts.Accounts));
        Assert.Equal(["storage"], SchemaScripts.Of("sqlite", SchemaScripts.Orleans).Select(script => script.Name));
        Assert.Equal(["storage", "clustering"], SchemaScripts.Of("postgresql", SchemaScripts.Orleans).Select(script => script.Name));
    }

    [Theory]
    [InlineData("Provider", "oracle")]
    [InlineData("WriteBatchRowsMax", "0")]
    [InlineData("StateBytesMax", "16000000")]
    public void Options_that_cannot_work_are_refused(string key, string value)
    {
        using var services = StoreHost.Build(new Dictionary<string, string?> { ["Storage:" + key] = value });

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<StorageOptions>>().Value);
    }

    [Fact]
    public void Postgresql_needs_a_connection_string()
    {
        using var services = StoreHost.Build(new Dictionary<string, string?> { ["Storage:Provider"] = "postgresql" });

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<StorageOptions>>().Value);
    }
}
