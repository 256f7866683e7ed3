using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AccountTwins.Tests.Conformance;

public sealed class SqliteStateTests() : AdoNetStateTests("System.Data.SQLite", "sql/sqlite/orleans_0001_storage.sql")
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"conformance-{Guid.NewGuid():N}.db");

    [Fact]
    public Task What_was_written_is_read_and_its_version_is_the_etag() => WhatWasWrittenIsReadAsync();

    [Fact]
    public Task A_second_first_write_and_a_stale_one_are_refused() => StaleWritesAreRefusedAsync();

    [Fact]
    public Task A_cleared_state_is_gone_and_other_names_are_not_touched() => ClearedStateIsGoneAsync();

    protected override DbConnection Connect(string connectionString) => new SqliteConnection(connectionString);

    protected override Task<string?> MakeDatabaseAsync() => Task.FromResult<string?>($"Data Source={_path}");

    protected override Task DropDatabaseAsync()
    {
        SqliteConnection.ClearAllPools();
        File.Delete(_path);
        return Task.CompletedTask;
    }
}
