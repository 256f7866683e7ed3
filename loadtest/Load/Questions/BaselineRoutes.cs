using System.Buffers;
using System.Data.Common;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;
using AccountTwins.Silo.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AccountTwins.LoadTest.Load.Questions;

/// <summary>
/// What the silo's answers are set beside, on the same host: an answer without content, one of as many bytes that are at hand, and one that reads
/// the account's row from the store.
/// </summary>
internal static class BaselineRoutes
{
    public const string Empty = "/loadtest/empty";

    private const string Bytes = "/loadtest/bytes/";
    private const string Row = "/loadtest/rows/";
    private const int BytesMax = 64 * 1024;

    private static readonly byte[] Blank = new byte[BytesMax];

    /// <summary>The key is checked, and nothing else is done.</summary>
    public static string BytesOf(int count) => $"{Bytes}{Math.Min(count, BytesMax)}";

    public static string RowOf(string account) => Row + account;

    /// <summary>The empty one asks for no key: the least that the host can do.</summary>
    public static void Map(WebApplication app, Place place)
    {
        Func<DbConnection> connect = place.Postgres is { } postgres
            ? () => new NpgsqlConnection(postgres)
            : () => new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(place.DataFolder, "accounts.db"), Mode = SqliteOpenMode.ReadOnly }.ConnectionString);
        app.MapGet(Empty, (HttpContext _) => Task.CompletedTask).RequireScopes(new RequiredScopes(KeyScopes.Ops, OpenToLoopback: true));
        app.MapGet(Bytes + "{count}", Send).RequireScopes(RequiredScopes.AnyKey);
        app.MapGet(Row + "{account}", (HttpContext context, string account) => ReadAsync(context, account, connect)).RequireScopes(RequiredScopes.AnyKey);
    }

    private static Task Send(HttpContext context, int count)
    {
        context.Response.ContentLength = count;
        context.Response.BodyWriter.Write(Blank.AsSpan(0, count));
        return Task.CompletedTask;
    }

    /// <summary>SQLite's pool keeps files open; call it when no more is asked.</summary>
    public static void Close() => SqliteConnection.ClearAllPools();

    private static async Task ReadAsync(HttpContext context, string account, Func<DbConnection> connect)
    {
        await using var connection = connect();
        await connection.OpenAsync(context.RequestAborted);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT state FROM account_twin WHERE tenant = @tenant AND account = @account";
        Add(command, "@tenant", Traffic.Tenant);
        Add(command, "@account", account);
        var state = (byte[]?)await command.ExecuteScalarAsync(context.RequestAborted) ?? throw new InvalidOperationException($"There is no row of {account}.");
        context.Response.ContentLength = state.Length;
        await context.Response.BodyWriter.WriteAsync(state, context.RequestAborted);
    }

    private static void Add(DbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
