using AccountTwins.Silo.Storage.Sqlite;

namespace AccountTwins.Silo.Storage;

/// <summary>Where Orleans' own rare rows live: provider invariant and connection string for its AdoNet providers.</summary>
public sealed record OrleansStorage(string Invariant, string ConnectionString)
{
    public static OrleansStorage Of(StorageOptions options) => options.IsPostgres
        ? new("Npgsql", options.ConnectionString!)
        : new("System.Data.SQLite", SqliteDatabase.OrleansConnectionString(options.DataFolder));
}
