using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Tenants;

/// <summary>
/// What an agent release has been leased of one hour, over all silos. Leased counts as spent, whatever becomes of it: so a crash may
/// leave money unspent and can never spend it twice. Immutable.
/// </summary>
public sealed record ReleaseBudget
{
    /// <summary>One lease is this part of the limit.</summary>
    public const int Slices = 20;

    public const string LeasedKind = "leased";

    public static readonly ReleaseBudget Empty = new();

    public int SchemaVersion { get; init; } = 1;

    /// <summary>Hours since the year 1; never goes back.</summary>
    public long Hour { get; init; }

    public ValueList<LeasedAction> Leased { get; init; } = [];

    /// <summary>What a need is given: a slice of the limit, at least the need; null where the rest of the hour does not cover it.</summary>
    public BudgetLease? Lease(BudgetNeed need, long hour)
    {
        var current = Math.Max(hour, Hour);
        var used = current == Hour ? Leased.FirstOrDefault(one => one.Action == need.Action) : null;
        var cents = Part(need.CentsLimit, used?.Cents ?? 0, need.Cents, need.WishCents);
        var count = Part(need.CountLimit, used?.Count ?? 0, need.Count, need.WishCount);
        return cents is null || count is null ? null : new BudgetLease(current, need.Action, cents.Value, count.Value);
    }

    public ReleaseBudget With(BudgetLease lease)
    {
        var earlier = lease.Hour > Hour ? [] : Leased;
        var used = earlier.FirstOrDefault(one => one.Action == lease.Action) ?? new LeasedAction(lease.Action, 0, 0);
        return this with
        {
            Hour = Math.Max(Hour, lease.Hour),
            Leased = [.. earlier.Where(one => one.Action != lease.Action), new LeasedAction(lease.Action, used.Cents + lease.Cents, used.Count + lease.Count)],
        };
    }

    /// <summary>Reads a stored body. Throws <see cref="JsonException"/> for a kind that this release does not know.</summary>
    public static BudgetLease Read(string kind, ReadOnlySpan<byte> body) =>
        kind == LeasedKind ? LedgerJson.Read<BudgetLease>(body) : throw new JsonException($"An entry is of a kind that this release does not know: {kind}.");

    /// <summary>Null where it is not covered; 0 where there is no limit.</summary>
    private static long? Part(long? limit, long used, long need, long wish)
    {
        if (limit is not { } most)
            return 0;
        var left = most - used;
        return need > left ? null : Math.Min(left, Math.Max(Math.Max(need, wish), most / Slices));
    }
}

/// <summary>Leased of one action in the hour; cents of the base currency.</summary>
public sealed record LeasedAction(string Action, long Cents, long Count);

/// <summary>A slice given out.</summary>
public sealed record BudgetLease(long Hour, string Action, long Cents, long Count);

/// <summary>What is asked for, against the limits of the playbook; null: no limit. A wish is given as far as there is something left.</summary>
public sealed record BudgetNeed(string Action, long? CentsLimit, long? CountLimit, long Cents, long Count, long WishCents = 0, long WishCount = 0)
{
    /// <summary>More than a whole hour allows: that says nothing about how the release behaves.</summary>
    public bool IsBeyondLimit => Cents > CentsLimit || Count > CountLimit;
}
