using System.Data.Common;
using AccountTwins.Tests.Support;
using Npgsql;

namespace AccountTwins.Tests.Conformance;

/// <summary>In a schema of its own, so that it may run beside the other tests of the same server.</summary>
public sealed class PostgresStateTests() : AdoNetStateTests("Npgsql", "sql/postgresql/orleans_0001_storage.sql")
{
    private readonly string _schema = $"conformance_{Guid.NewGuid():N}";

    [PostgresFact]
    public Task What_was_written_is_read_and_its_version_is_the_etag() => WhatWasWrittenIsReadAsync();

    [PostgresFact]
    public Task A_second_first_write_and_a_stale_one_are_refused() => StaleWritesAreRefusedAsync();

    [PostgresFact]
    public Task A_cleared_state_is_gone_and_other_names_are_not_touched() => ClearedStateIsGoneAsync();

    protected override DbConnection Connect(string connectionString) => new NpgsqlConnection(connectionString);

    protected override async Task<string?> MakeDatabaseAsync()
    {
        if (PostgresEnvironment.ConnectionString is null)
            return null;
        await RunAsync($"CREATE SCHEMA {_schema}");
        return new NpgsqlConnectionStringBuilder(PostgresEnvironment.ConnectionString) { SearchPath = _schema }.ConnectionString;
    }

    protected override async Task DropDatabaseAsync()
    {
        if (PostgresEnvironment.ConnectionString is not null)
            await RunAsync($"DROP SCHEMA {_schema} CASCADE");
    }

    private static async Task RunAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(PostgresEnvironment.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
