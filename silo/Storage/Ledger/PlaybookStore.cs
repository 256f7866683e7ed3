using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>Playbook texts over either database.</summary>
internal sealed class PlaybookStore(Database database) : IPlaybookStore
{
    public const int BytesMax = 256 * 1024;

    public Task SaveAsync(string tenant, string hash, byte[] text, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (text.Length > BytesMax)
            throw new ArgumentException($"A playbook of {text.Length} bytes is larger than {BytesMax}.", nameof(text));
        return database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            "INSERT INTO playbook_text (tenant, hash, text, at) VALUES (@tenant, @hash, @text, @at) ON CONFLICT DO NOTHING",
            ("@tenant", tenant), ("@hash", hash), ("@text", text), ("@at", database.Dialect.Instant(at))).ExecuteAsync(token), cancellationToken);
    }

    public async Task<byte[]?> ReadAsync(string tenant, string hash, CancellationToken cancellationToken)
    {
        var texts = await database.RunAsync(Use.Read, (connection, token) => connection.Statement(
            "SELECT text FROM playbook_text WHERE tenant = @tenant AND hash = @hash", ("@tenant", tenant), ("@hash", hash))
            .ToListAsync(reader => reader.GetFieldValue<byte[]>(0), token), cancellationToken);
        return texts.SingleOrDefault();
    }
}
