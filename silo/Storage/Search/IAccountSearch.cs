using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Search;

/// <summary>
/// Finds accounts by what is stored, of one tenant at a time. What it shows is as old as the accounts' last checkpoints.
/// Throws <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IAccountSearch
{
    /// <summary>One page of a tenant's accounts. Throws <see cref="CursorInvalidException"/> for a cursor that is not of this query.</summary>
    Task<AccountPage> FindAsync(AccountQuery query, CancellationToken cancellationToken);

    /// <summary>Accounts with exactly this identifier (<c>contact:…</c>, <c>domain:…</c>, <c>ticket:…</c>, <c>external:…</c>), by id, at most 100.</summary>
    Task<IReadOnlyList<AccountKey>> ResolveAsync(string tenant, string identifier, CancellationToken cancellationToken);
}

/// <summary>Orders of a page; ties go by account id.</summary>
public enum AccountSort
{
    /// <summary>By name without case; an account without a name by its id.</summary>
    Name = 0,

    /// <summary>Soonest renewal first; accounts without one last.</summary>
    Renewal = 1,

    /// <summary>Largest first, whatever the currency; accounts without a contract last.</summary>
    Arr = 2,

    /// <summary>Worst first: at_risk, watch, unknown, healthy.</summary>
    Band = 3,

    /// <summary>Longest open flag first; only accounts with an open flag.</summary>
    FlagSince = 4,
}

/// <summary>What to look for; every filter that is null is off.</summary>
public sealed record AccountQuery
{
    public const int PageSizeMax = 200;

    public required string Tenant { get; init; }

    public string? Segment { get; init; }

    public string? Band { get; init; }

    public string? Owner { get; init; }

    /// <summary>Only accounts that renew before this day.</summary>
    public DateOnly? RenewalBefore { get; init; }

    /// <summary>Part of the name, without case; taken literally.</summary>
    public string? Text { get; init; }

    /// <summary>True: only with an open flag; false: only without.</summary>
    public bool? HasOpenFlag { get; init; }

    public AccountSort Sort { get; init; }

    /// <summary>Rows of a page, 1 to <see cref="PageSizeMax"/>; values outside are moved to the nearest.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary><see cref="AccountPage.Next"/> of the page before, with the same filters and order; null for the first.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A page; <paramref name="Next"/> is null on the last.</summary>
public sealed record AccountPage(IReadOnlyList<AccountRow> Rows, string? Next);

/// <summary>An account as stored at <paramref name="Revision"/>. <c>Identifiers</c> of the columns are not filled.</summary>
public sealed record AccountRow(AccountKey Key, long Revision, SearchColumns Columns);

/// <summary>The cursor was not made by this query. Stable code: <c>cursor_invalid</c>.</summary>
public sealed class CursorInvalidException() : Exception("The cursor does not belong to this query.")
{
    public const string Code = "cursor_invalid";
}
