using System.Data.Common;
using System.Globalization;
using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Search;

/// <summary>Portfolio queries over either database: keyset pages along an index of the chosen order.</summary>
internal sealed class AccountSearch(Database database) : IAccountSearch
{
    private const int ResolveMax = 100;

    public async Task<AccountPage> FindAsync(AccountQuery query, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(query.PageSize, 1, AccountQuery.PageSizeMax);
        var (sql, parameters) = Build(query, PageCursor.Read(query), size + 1);
        var rows = await database.RunAsync(Use.Search, (connection, token) => connection.Statement(sql, parameters).ToListAsync(Map, token), cancellationToken);
        if (rows.Count <= size)
            return new AccountPage(rows, null);
        rows.RemoveAt(size);
        return new AccountPage(rows, new PageCursor(SortValue(query.Sort, rows[^1]), rows[^1].Key.Account).Write(query));
    }

    public async Task<IReadOnlyList<AccountKey>> ResolveAsync(string tenant, string identifier, CancellationToken cancellationToken) =>
        await database.RunAsync(Use.Read, (connection, token) => connection.Statement(
            $"SELECT account FROM account_identifier WHERE tenant = @tenant AND identifier = @identifier ORDER BY account LIMIT {ResolveMax}",
            ("@tenant", tenant), ("@identifier", identifier)).ToListAsync(reader => new AccountKey(tenant, reader.GetString(0)), token), cancellationToken);

    private (string Sql, (string, object)[] Parameters) Build(AccountQuery query, PageCursor? cursor, int limit)
    {
        var sql = new StringBuilder(
            """
            SELECT tenant, account, revision, name, segment, owner, band, value_tier, arr, currency, renewal_date, autonomy, open_flag_since, due_at
            FROM account_twin WHERE tenant = @tenant
            """);
        List<(string, object)> parameters = [("@tenant", query.Tenant), ("@limit", limit)];
        Where("segment = @segment", "@segment", query.Segment);
        Where("band = @band", "@band", query.Band);
        Where("owner = @owner", "@owner", query.Owner);
        Where("renewal_date < @before", "@before", query.RenewalBefore is { } before ? database.Dialect.Date(before) : null);
        Where("name_search LIKE @text ESCAPE '!'", "@text", string.IsNullOrEmpty(query.Text) ? null : $"%{Escape(query.Text.ToLowerInvariant())}%");
        if (query.HasOpenFlag is { } flag)
            sql.Append(flag ? " AND open_flag_since IS NOT NULL" : " AND open_flag_since IS NULL");
        if (query.Sort == AccountSort.FlagSince)
            sql.Append(" AND open_flag_since IS NOT NULL");
        var (column, descending) = query.Sort switch
        {
            AccountSort.Renewal => ("renewal_date", false),
            AccountSort.Arr => ("arr", true),
            AccountSort.Band => ("band_rank", false),
            AccountSort.FlagSince => ("open_flag_since", false),
            _ => ("name_search", false),
        };
        if (cursor is not null)
        {
            Where($"({column}, account) {(descending ? '<' : '>')} (@value, @account)", "@value", ParseValue(query.Sort, cursor.Value));
            parameters.Add(("@account", cursor.Account));
        }

        var direction = descending ? "DESC" : "ASC";
        sql.Append(CultureInfo.InvariantCulture, $" ORDER BY {column} {direction}, account {direction} LIMIT @limit");
        return (sql.ToString(), [.. parameters]);

        void Where(string condition, string name, object? value)
        {
            if (value is null)
                return;
            sql.Append(" AND ").Append(condition);
            parameters.Add((name, value));
        }
    }

    private AccountRow Map(DbDataReader reader)
    {
        var arr = database.Dialect.ReadMoney(reader, 8);
        var renewal = database.Dialect.ReadDate(reader, 10);
        return new(new AccountKey(reader.GetString(0), reader.GetString(1)), reader.GetInt64(2), new SearchColumns
        {
            Name = Text(3),
            Segment = Text(4),
            Owner = Text(5),
            Band = reader.GetString(6),
            ValueTier = Text(7),
            Arr = arr == TwinColumns.NoArr ? null : arr,
            Currency = Text(9),
            RenewalDate = renewal == TwinColumns.NoRenewal ? null : renewal,
            Autonomy = Text(11),
            OpenFlagSince = database.Dialect.ReadInstantOrNull(reader, 12),
            DueAt = database.Dialect.ReadInstantOrNull(reader, 13),
        });

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    private static string SortValue(AccountSort sort, AccountRow row) => sort switch
    {
        AccountSort.Renewal => (row.Columns.RenewalDate ?? TwinColumns.NoRenewal).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        AccountSort.Arr => (row.Columns.Arr ?? TwinColumns.NoArr).ToString(CultureInfo.InvariantCulture),
        AccountSort.Band => TwinColumns.BandRank(row.Columns.Band).ToString(CultureInfo.InvariantCulture),
        AccountSort.FlagSince => row.Columns.OpenFlagSince!.Value.UtcTicks.ToString(CultureInfo.InvariantCulture),
        _ => (row.Columns.Name ?? row.Key.Account).ToLowerInvariant(),
    };

    private object ParseValue(AccountSort sort, string value)
    {
        try
        {
            return sort switch
            {
                AccountSort.Renewal => database.Dialect.Date(DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
                AccountSort.Arr => database.Dialect.Money(decimal.Parse(value, CultureInfo.InvariantCulture)),
                AccountSort.Band => short.Parse(value, CultureInfo.InvariantCulture),
                AccountSort.FlagSince => database.Dialect.Instant(new DateTimeOffset(long.Parse(value, CultureInfo.InvariantCulture), TimeSpan.Zero)),
                _ => value,
            };
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new CursorInvalidException();
        }
    }

    private static string Escape(string text) => text
        .Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal);
}
