namespace AccountTwins.Silo.Storage;

/// <summary>Renewal histories by their hash. Throws <see cref="Grains.State.StoreUnavailableException"/>.</summary>
public interface IRenewalStore
{
    /// <summary>Keeps a text; the same one again changes nothing. The oldest beyond a bound go.</summary>
    Task SaveAsync(string tenant, string hash, byte[] text, DateTimeOffset at, CancellationToken cancellationToken);

    Task<byte[]?> ReadAsync(string tenant, string hash, CancellationToken cancellationToken);
}

/// <summary>Renewal histories over either database.</summary>
internal sealed class RenewalStore(Database database) : IRenewalStore
{
    /// <summary>Texts kept for each tenant: a year of them where one a day is taken up.</summary>
    public const int TextsMax = 400;

    public Task SaveAsync(string tenant, string hash, byte[] text, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, async (connection, token) =>
        {
            // A text that was kept before counts as kept now, so that it does not go as the oldest while it is in use.
            await connection.Statement(
                "INSERT INTO renewal_history (tenant, hash, at, text) VALUES (@tenant, @hash, @at, @text) ON CONFLICT (tenant, hash) DO UPDATE SET at = excluded.at",
                ("@tenant", tenant), ("@hash", hash), ("@at", database.Dialect.Instant(at)), ("@text", text)).ExecuteAsync(token);
            return await connection.Statement(
                """
                DELETE FROM renewal_history WHERE tenant = @tenant AND hash IN
                    (SELECT hash FROM renewal_history WHERE tenant = @tenant ORDER BY at DESC, hash LIMIT 1000 OFFSET @most)
                """,
                ("@tenant", tenant), ("@most", TextsMax)).ExecuteAsync(token);
        }, cancellationToken);

    public async Task<byte[]?> ReadAsync(string tenant, string hash, CancellationToken cancellationToken)
    {
        var texts = await database.RunAsync(Use.Read, (connection, token) => connection.Statement(
            "SELECT text FROM renewal_history WHERE tenant = @tenant AND hash = @hash", ("@tenant", tenant), ("@hash", hash))
            .ToListAsync(reader => reader.GetFieldValue<byte[]>(0), token), cancellationToken);
        return texts.SingleOrDefault();
    }
}
