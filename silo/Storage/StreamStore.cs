using System.Data.Common;

namespace AccountTwins.Silo.Storage;

/// <summary>Stream positions over either database.</summary>
internal sealed class StreamStore(Database database, TimeProvider clock) : IStreamStore
{
    private const string Columns = "number, log_id, topic, partition, committed_offset, check_hash, retired";

    public Task<StreamRow> OpenAsync(StreamId id, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, async (connection, token) =>
        {
            (string, object)[] names = [("@log", id.LogId), ("@topic", id.Topic), ("@partition", id.Partition)];
            await connection.Statement(
                "INSERT INTO stream (log_id, topic, partition, updated_at) VALUES (@log, @topic, @partition, @now) ON CONFLICT DO NOTHING",
                [.. names, ("@now", database.Dialect.Instant(clock.GetUtcNow()))]).ExecuteAsync(token);
            const string Mine = "log_id = @log AND topic = @topic AND partition = @partition";
            await connection.Statement($"UPDATE stream SET retired = @no WHERE {Mine} AND retired <> @no", [.. names, ("@no", false)]).ExecuteAsync(token);
            var rows = await connection.Statement($"SELECT {Columns} FROM stream WHERE {Mine}", names).ToListAsync(Map, token);
            return rows[0];
        }, cancellationToken);

    public async Task<StreamRow> ReadAsync(int number, CancellationToken cancellationToken)
    {
        var rows = await database.RunAsync(Use.Write, (connection, token) =>
            connection.Statement($"SELECT {Columns} FROM stream WHERE number = @number", ("@number", number)).ToListAsync(Map, token), cancellationToken);
        return rows.Count == 1 ? rows[0] : throw new StreamUnknownException(number);
    }

    public Task<bool> TryCommitAsync(StreamCommit commit, long known, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, async (connection, token) =>
        {
            // One statement, so that no transaction is needed: the row moves forward, stays where it is further, or is not touched at all.
            var touched = await connection.Statement(
                "UPDATE stream SET check_hash = CASE WHEN committed_offset < @offset THEN @hash ELSE check_hash END, "
                + "committed_offset = CASE WHEN committed_offset < @offset THEN @offset ELSE committed_offset END, updated_at = @now "
                + "WHERE number = @number AND committed_offset >= @known",
                ("@offset", commit.Offset), ("@hash", commit.Hash),
                ("@now", database.Dialect.Instant(clock.GetUtcNow())), ("@number", commit.Number), ("@known", known)).ExecuteAsync(token);
            return touched == 1;
        }, cancellationToken);

    public async Task<IReadOnlyList<StreamRow>> ListAsync(CancellationToken cancellationToken) =>
        await database.RunAsync(Use.Search, (connection, token) =>
            connection.Statement($"SELECT {Columns} FROM stream ORDER BY number").ToListAsync(Map, token), cancellationToken);

    public async Task<IReadOnlyList<int>> RetireAsync(string logId, CancellationToken cancellationToken) =>
        await database.RunAsync(Use.Write, async (connection, token) =>
        {
            await connection.Statement("UPDATE stream SET retired = @yes, updated_at = @now WHERE log_id = @log AND retired <> @yes",
                ("@yes", true), ("@now", database.Dialect.Instant(clock.GetUtcNow())), ("@log", logId)).ExecuteAsync(token);
            return await connection.Statement("SELECT number FROM stream WHERE log_id = @log ORDER BY number", ("@log", logId))
                .ToListAsync(reader => reader.GetInt32(0), token);
        }, cancellationToken);

    private static StreamRow Map(DbDataReader reader) => new(
        reader.GetInt32(0),
        new StreamId(reader.GetString(1), reader.GetString(2), reader.GetInt32(3)),
        reader.GetInt64(4),
        reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5),
        reader.GetBoolean(6));
}
