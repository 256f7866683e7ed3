using System.Net;
using System.Net.Sockets;
using AccountTwins.Silo.Hosting;
using AccountTwins.Tests.Support;
using Microsoft.Data.Sqlite;
using Orleans.Runtime;

namespace AccountTwins.Tests.Silo.Hosting;

/// <summary>What a person can put right is answered with a sentence and exit code 1; a fault of the program keeps its stack trace.</summary>
[Collection(WholeSilo.Name)]
public sealed class StartFailureTests
{
    [Fact]
    public async Task A_taken_port_is_named_before_anything_starts()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";

        Assert.Equal($"Port {port} is taken by another program. Choose another: --port N (0 takes a free one).\n", await RefusedAsync(("Api:Port", port)));
    }

    [Theory]
    [InlineData("Storage:WriteLanes", "900", "  WriteLanes: The field WriteLanes must be between 1 and 32.")]
    [InlineData("Api:Port", "many", "'many' at 'Api:Port'")]
    [InlineData("Api:Address", "here", "Api:Address must be an IP address")]
    [InlineData("Cluster:SiloPort", "0", "SiloPort")]
    [InlineData("Kafka:EmbeddedPartitions", "0", "EmbeddedPartitions")]
    [InlineData("Ingestion:CheckpointEvery", "00:00:00", "CheckpointEvery")]
    [InlineData("Feeds:DeadAfter", "01:00:00", "Feeds:DeadAfter must not be shorter")]
    public async Task Settings_out_of_range_are_listed(string key, string value, string told)
    {
        var text = await RefusedAsync((key, value));

        Assert.StartsWith("The settings cannot be used:\n", text, StringComparison.Ordinal);
        Assert.Contains(told, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_with_a_misspelt_word_is_a_setting_out_of_range()
    {
        Assert.Contains("hots", await RefusedAsync(("Storage:Provider", "postgresql"), ("Storage:ConnectionString", "Hots=db")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_come_is_named_after_the_time_given()
    {
        var text = await RefusedAsync(
            ("Storage:Provider", "postgresql"),
            ("Storage:ConnectionString", "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing"),
            ("Storage:StartTimeoutSeconds", "0"));

        Assert.StartsWith("The database does not answer: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_program_leaves_a_newer_database_alone()
    {
        using var folder = new TemporaryFolder();
        await using (await RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false")))
        {
        }

        await using (var database = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "accounts.db")};Pooling=false"))
        {
            await database.OpenAsync();
            await using var command = database.CreateCommand();
            command.CommandText = "INSERT INTO schema_version (series, version, name, applied_at) VALUES ('accounts', 999, 'future', '')";
            await command.ExecuteNonQueryAsync();
        }

        Assert.StartsWith("schema_newer: the database holds version 999", await RefusedAsync(("Storage:DataFolder", folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_needs_a_database_that_several_can_share()
    {
        Assert.StartsWith("Cluster:Enabled needs Storage:Provider postgresql", await RefusedAsync(("Cluster:Enabled", "true")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_engines_own_refusal_is_passed_on_in_its_words()
    {
        Assert.Equal(["it has no cluster"], StartFailure.Explain(new OrleansConfigurationException("it has no cluster")));
    }

    [Fact]
    public void A_fault_of_the_program_is_not_explained_away()
    {
        Assert.Null(StartFailure.Explain(new InvalidOperationException("a bug")));
        Assert.Null(StartFailure.Explain(new NullReferenceException()));
    }

    private static async Task<string> RefusedAsync(params (string Key, string Value)[] more)
    {
        using var folder = new TemporaryFolder();
        using var errors = new StringWriter { NewLine = "\n" };
        Assert.Equal(1, await SiloApp.RunAsync(RunningSilo.Settings(folder.Path, [("Sample:Enabled", "false"), .. more]), errors));
        Assert.DoesNotContain("   at ", errors.ToString(), StringComparison.Ordinal);
        return errors.ToString();
    }
}
