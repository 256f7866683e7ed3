using System.Data.Common;
using System.Globalization;

namespace AccountTwins.Silo.Storage.Schema;

/// <summary>
/// Brings a database to the program's schema: all missing versions of a series in one transaction, under a lock that other silos wait
/// for. Table <c>schema_version</c> says what was run when.
/// </summary>
internal static class SchemaMigrator
{
    /// <summary>Runs what is missing on an open connection; the caller owns transaction and lock. Returns the versions before and after.</summary>
    public static async Task<(int From, int To)> ApplyAsync(
        DbConnection connection, DbTransaction transaction, string database, string series, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var scripts = SchemaScripts.Of(database, series);
        await RunAsync("CREATE TABLE IF NOT EXISTS schema_version (series text NOT NULL, version integer NOT NULL, name text NOT NULL, applied_at text NOT NULL, PRIMARY KEY (series, version))");
        await using var query = connection.Statement("SELECT coalesce(max(version), 0) FROM schema_version WHERE series = @series", ("@series", series));
        query.Transaction = transaction;
        var from = Convert.ToInt32(await query.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        if (from > scripts.Count)
            throw new SchemaNewerException(series, from, scripts.Count);
        foreach (var script in scripts.Skip(from))
        {
            await RunAsync(script.Sql);
            await RunAsync("INSERT INTO schema_version (series, version, name, applied_at) VALUES (@series, @version, @name, @at)",
                ("@series", series), ("@version", script.Version), ("@name", script.Name), ("@at", now.ToString("O", CultureInfo.InvariantCulture)));
        }

        return (from, scripts.Count);

        async Task RunAsync(string sql, params (string, object)[] parameters)
        {
            var command = connection.Statement(sql, parameters);
            command.Transaction = transaction;
            await command.ExecuteAsync(cancellationToken);
        }
    }
}
