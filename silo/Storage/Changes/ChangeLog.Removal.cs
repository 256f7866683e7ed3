namespace AccountTwins.Silo.Storage.Changes;

/// <summary>Removes the oldest again: by age over all, by number of one tenant alone. Only one may do that at a time, and nobody places meanwhile.</summary>
internal sealed partial class ChangeLog
{
    private const int RemoveMax = 1000;

    /// <summary>Tenants looked at in one call: the lock that placing needs as well is held for all of them.</summary>
    private const int TenantsMax = 50;

    private const string OldText =
        """
        SELECT e.removed, (
            SELECT max(o.position) FROM (
                SELECT position, placed_at FROM account_change WHERE position > e.removed ORDER BY position LIMIT @count) o
            WHERE o.placed_at < @before AND o.position <= @keep)
        FROM change_end e WHERE e.tenant = ''
        """;

    private const string OldRemovedText =
        """
        UPDATE change_end SET removed = g.number
        FROM (SELECT tenant, max(number) AS number FROM account_change WHERE position > @from AND position <= @upTo GROUP BY tenant) g
        WHERE change_end.tenant = g.tenant
        """;

    /// <summary>Those with more than they may keep, whose oldest was passed on; numbers are without gaps, so the ends say how many there are.</summary>
    private const string BeyondText =
        """
        SELECT e.tenant, e.newest, e.removed FROM change_end e
        WHERE e.tenant <> '' AND e.newest - e.removed > @level AND EXISTS (
            SELECT 1 FROM account_change c WHERE c.tenant = e.tenant AND c.number = e.removed + 1 AND c.position <= @keep)
        ORDER BY e.newest - e.removed DESC, e.tenant LIMIT @count
        """;

    /// <summary>What one tenant lost leaves gaps among the positions; all up to the oldest that is left are gone.</summary>
    private const string AllRemovedText =
        """
        UPDATE change_end SET removed = coalesce((SELECT min(c.position) - 1 FROM account_change c WHERE c.position > change_end.removed), newest)
        WHERE tenant = ''
        """;

    public Task<int> RemoveAsync(DateTimeOffset placedBefore, ChangeBounds bounds, long? keepAfter, CancellationToken cancellationToken) => AloneAsync(async (run, token) =>
    {
        var keep = keepAfter ?? long.MaxValue;
        var count = await RemoveOldAsync(run, database.Dialect.Instant(placedBefore), keep, token);
        if (count < RemoveMax)
            count += await RemoveBeyondAsync(run, bounds, keep, RemoveMax - count, token);
        if (count > 0)
            await run(AllRemovedText, []).ExecuteAsync(token);
        return count;
    }, cancellationToken);

    private static async Task<int> RemoveOldAsync(RunStatement run, object before, long keep, CancellationToken token)
    {
        var old = await run(OldText, [("@before", before), ("@keep", keep), ("@count", RemoveMax)])
            .ToListAsync(row => (From: row.GetInt64(0), UpTo: row.IsDBNull(1) ? 0 : row.GetInt64(1)), token);
        if (old is not [var (from, upTo)] || upTo <= from)
            return 0;
        await run(OldRemovedText, [("@from", from), ("@upTo", upTo)]).ExecuteAsync(token);
        return await run("DELETE FROM account_change WHERE position > @from AND position <= @upTo", [("@from", from), ("@upTo", upTo)]).ExecuteAsync(token);
    }

    /// <summary>From those who hold most first; who holds no more than the others may loses nothing.</summary>
    private static async Task<int> RemoveBeyondAsync(RunStatement run, ChangeBounds bounds, long keep, int most, CancellationToken token)
    {
        var kept = await run("SELECT newest - removed FROM change_end WHERE tenant <> ''", []).ToListAsync(row => row.GetInt64(0), token);
        var level = bounds.LevelOf(kept);
        var beyond = await run(BeyondText, [("@level", level), ("@keep", keep), ("@count", TenantsMax)])
            .ToListAsync(row => (Tenant: row.GetString(0), Newest: row.GetInt64(1), Removed: row.GetInt64(2)), token);
        var removed = 0;
        foreach (var end in beyond)
        {
            if (removed == most)
                break;
            // Within a tenant numbers follow positions, so what is kept back for the topic is the end of the stretch.
            var upTo = Math.Min(end.Newest - level, end.Removed + most - removed);
            var count = await run(
                "DELETE FROM account_change WHERE tenant = @tenant AND number > @from AND number <= @upTo AND position <= @keep",
                [("@tenant", end.Tenant), ("@from", end.Removed), ("@upTo", upTo), ("@keep", keep)]).ExecuteAsync(token);
            await run("UPDATE change_end SET removed = removed + @count WHERE tenant = @tenant", [("@tenant", end.Tenant), ("@count", (long)count)]).ExecuteAsync(token);
            removed += count;
        }

        return removed;
    }
}
