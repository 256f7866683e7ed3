using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Storage.Sqlite;
using AccountTwins.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Storage.Sqlite;

/// <summary>What keeps a verdict from waiting long for the one writer of the file.</summary>
public sealed class SqliteWritingTests
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Who_waits_goes_between_the_twins_of_a_batch()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var database = (SqliteDatabase)host.Services.GetRequiredService<Database>();
        var writes = Enumerable.Range(0, 200).Select(i => Rows.New(Rows.Key($"a{i:000}"))).ToArray();
        var results = new WriteResult[writes.Length];
        using var bothWait = new ManualResetEventSlim();
        var before = database.RunAsync(Use.Write, _ => bothWait.Wait(Settled), default);

        var writing = new SqliteTwinRows(database).WriteAsync(writes, results, default);
        var seen = database.RunAsync(Use.Write, Count, default);
        bothWait.Set();

        Assert.True(await before);
        Assert.InRange(await seen, 1, writes.Length - 1);
        await writing;
        Assert.All(results, result => Assert.Equal(WriteResult.Written, result));
        Assert.Equal(writes.Length, await database.RunAsync(Use.Write, Count, default));
    }

    [Fact]
    public async Task A_row_writes_the_pages_of_what_changed_of_it_alone()
    {
        const int PageBytes = 4096, HeaderBytes = 24;
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var log = new FileInfo(Path.Combine(host.Settings["Storage:DataFolder"]!, $"{SqliteDatabase.FileName}-wal"));
        var moment = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var last = Rows.New(Rows.Key("a"), new() { Band = "watch", Arr = 1, OpenFlagSince = moment, DueAt = moment, Identifiers = ["contact:1", "contact:2"] });
        await PagesAsync(last);

        var state = await PagesAsync(last.Then(state: [4, 5, 6]));
        var due = await PagesAsync(last.Then(last.Columns with { DueAt = moment.AddDays(1) }));
        var contact = await PagesAsync(last.Then(last.Columns with { Identifiers = ["contact:1", "contact:3"] }));

        Assert.Equal(1, state);
        Assert.Equal(2, due);
        Assert.Equal(3, contact);

        // A page stands in the log behind a header of its own.
        async Task<long> PagesAsync(TwinWrite write)
        {
            log.Refresh();
            var before = log.Length;
            Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(write, default));
            last = write;
            log.Refresh();
            return (log.Length - before) / (PageBytes + HeaderBytes);
        }
    }

    [Fact]
    public async Task The_log_begins_anew_while_rows_are_written()
    {
        const int Commits = 8_000, PagesMax = 100, PageBytes = 4096;
        using var file = new LogFile();
        using var write = file.Lane();
        using var move = file.Lane();
        write.Worked = new SqliteLog(write, move, file.Flushed, file.Said, PagesMax).Worked;

        for (var number = 0; number < Commits; number++)
            await write.RunAsync(Insert, default);

        // Each commit writes two pages at least; a log that was never begun anew would hold them all.
        Assert.InRange(file.LogBytes, 1, Commits * PageBytes / 2);
        Assert.Equal(Commits, await write.RunAsync(connection => Number(connection, "SELECT count(*) FROM t"), default));
        Assert.Empty(file.Said.Ids);
    }

    [Fact]
    public async Task Where_nothing_is_written_during_a_move_the_log_never_grows_beyond_it()
    {
        const int Commits = 1_000, PagesMax = 100, PageBytes = 4096;
        using var file = new LogFile();
        using var write = file.Lane();
        using var move = file.Lane();
        var log = new SqliteLog(write, move, file.Flushed, file.Said, PagesMax);
        write.Worked = log.Worked;

        for (var number = 0; number < Commits; number++)
        {
            await write.RunAsync(Insert, default);
            // The log is looked at after the answer; whatever comes next on the lane comes after that.
            await write.RunAsync(_ => 0, default);
            await log.Moving.WaitAsync(Settled);
        }

        Assert.InRange(file.LogBytes, 1, 2 * PagesMax * PageBytes);
        Assert.Equal(Commits, await write.RunAsync(connection => Number(connection, "SELECT count(*) FROM t"), default));
        Assert.Empty(file.Said.Ids);
    }

    [Fact]
    public async Task Where_it_cannot_be_moved_beside_the_writer_the_writer_moves_it_and_says_so_once()
    {
        const int Commits = 1_000, PagesMax = 50, PageBytes = 4096;
        using var file = new LogFile();
        using var write = file.Lane();
        using var move = new SqliteLane("move", () => throw new SqliteException("too many open files", SQLitePCL.raw.SQLITE_CANTOPEN));
        write.Worked = new SqliteLog(write, move, file.Flushed, file.Said, PagesMax).Worked;

        for (var number = 0; number < Commits; number++)
            await write.RunAsync(Insert, default);

        Assert.InRange(file.LogBytes, 1, Commits * PageBytes);
        Assert.Single(file.Said.Ids);
        Assert.Equal(Commits, await write.RunAsync(connection => Number(connection, "SELECT count(*) FROM t"), default));
    }

    private static int Insert(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO t (content) VALUES (randomblob(3000))";
        return command.ExecuteNonQuery();
    }

    private static int Count(SqliteConnection connection) => Number(connection, "SELECT count(*) FROM account_twin");

    private static int Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A file of one table, and what was logged about it.</summary>
    private sealed class LogFile : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private SqliteFile? _flushed;

        public LogFile()
        {
            using var connection = Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE t (number INTEGER PRIMARY KEY, content BLOB NOT NULL)";
            command.ExecuteNonQuery();
        }

        public SqliteFile Flushed => _flushed ??= new SqliteFile(Path.Combine(_folder.Path, "log.db"));

        public LinesOf<SqliteLog> Said { get; } = new();

        public long LogBytes => new FileInfo(Path.Combine(_folder.Path, "log.db-wal")).Length;

        public SqliteLane Lane() => new("lane", Open);

        public SqliteConnection Open()
        {
            var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "log.db")};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0";
            command.ExecuteNonQuery();
            return connection;
        }

        public void Dispose()
        {
            _flushed?.Dispose();
            _folder.Dispose();
        }
    }
}
