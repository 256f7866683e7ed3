using System.Data.Common;
using AccountTwins.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace AccountTwins.Tests.Conformance;

/// <summary>The ADO.NET store, with the scripts that the product ships.</summary>
public abstract class AdoNetStateTests(string invariant, string script) : IAsyncLifetime
{
    private static readonly GrainId Id = GrainId.Create("conformance-tally", "tenant/one");
    private InProcessTestCluster _cluster = null!;

    private IGrainStorage Storage => _cluster.GetSiloServiceProvider().GetRequiredKeyedService<IGrainStorage>("database");

    public async Task InitializeAsync()
    {
        if (await MakeDatabaseAsync() is not { } connectionString)
            return;
        await using (var connection = Connect(connectionString))
        {
            await connection.OpenAsync();
            using var reader = new StreamReader(typeof(EmbeddedKafka).Assembly.GetManifestResourceStream(script)!);
            await using var command = connection.CreateCommand();
            command.CommandText = await reader.ReadToEndAsync();
            await command.ExecuteNonQueryAsync();
        }

        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo.AddAdoNetGrainStorage("database", options =>
        {
            options.Invariant = invariant;
            options.ConnectionString = connectionString;
        }));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        await DropDatabaseAsync();
    }

    protected abstract DbConnection Connect(string connectionString);

    /// <summary>The connection string of an empty database, or null where there is none to be had.</summary>
    protected abstract Task<string?> MakeDatabaseAsync();

    protected abstract Task DropDatabaseAsync();

    protected async Task WhatWasWrittenIsReadAsync()
    {
        var written = new GrainState<Tally>(new Tally { Count = 1, Names = ["ü", "b"] });
        await Storage.WriteStateAsync("tally", Id, written);
        written.State!.Count = 2;
        await Storage.WriteStateAsync("tally", Id, written);

        var read = new GrainState<Tally>(new Tally());
        await Storage.ReadStateAsync("tally", Id, read);

        Assert.Equal((2, true, "2"), (read.State!.Count, read.RecordExists, read.ETag));
        Assert.Equal(["ü", "b"], read.State.Names);
        Assert.Equal("2", written.ETag);
    }

    protected async Task StaleWritesAreRefusedAsync()
    {
        var first = new GrainState<Tally>(new Tally { Count = 1 });
        await Storage.WriteStateAsync("tally", Id, first);
        var stale = new GrainState<Tally>(new Tally { Count = 9 }, first.ETag);
        await Storage.WriteStateAsync("tally", Id, first);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("tally", Id, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("tally", Id, new GrainState<Tally>(new Tally())));
    }

    protected async Task ClearedStateIsGoneAsync()
    {
        var state = new GrainState<Tally>(new Tally { Count = 1 });
        var other = new GrainState<Tally>(new Tally { Count = 5 });
        await Storage.WriteStateAsync("tally", Id, state);
        await Storage.WriteStateAsync("other", Id, other);
        await Storage.ClearStateAsync("tally", Id, state);

        var read = new GrainState<Tally>(new Tally());
        await Storage.ReadStateAsync("tally", Id, read);
        Assert.False(read.RecordExists);
        await Storage.ReadStateAsync("other", Id, read);
        Assert.Equal(5, read.State!.Count);
    }
}
