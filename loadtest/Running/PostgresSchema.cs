using Npgsql;

namespace AccountTwins.LoadTest.Running;

/// <summary>A schema of its own on a PostgreSQL, dropped at the end.</summary>
public sealed class PostgresSchema : IAsyncDisposable
{
    /// <summary>Set by <c>deploy/scripts/with-postgres</c>.</summary>
    private const string Variable = "ACCOUNTTWINS_TEST_POSTGRES";

    private readonly string _server;
    private readonly string _name = $"loadtest_{Guid.NewGuid():N}";

    private PostgresSchema(string server) => _server = server;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server) { SearchPath = _name }.ConnectionString;

    public static async Task<PostgresSchema> CreateAsync(string server)
    {
        var schema = new PostgresSchema(server);
        await schema.RunAsync($"CREATE SCHEMA {schema._name}");
        return schema;
    }

    internal static string ServerOf(Arguments arguments) =>
        FindServerOf(arguments)
        ?? throw new ArgumentException($"PostgreSQL needs --postgres CONNECTION, or a run inside deploy/scripts/with-postgres, which sets {Variable}.");

    /// <summary>Null where there is none.</summary>
    internal static string? FindServerOf(Arguments arguments) => arguments.Text("postgres") ?? EnvironmentServer;

    /// <summary>The server that the environment names, or null.</summary>
    internal static string? EnvironmentServer => Environment.GetEnvironmentVariable(Variable);

    public async ValueTask DisposeAsync() => await RunAsync($"DROP SCHEMA IF EXISTS {_name} CASCADE");

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
