using System.Globalization;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>
/// A day that an agent promised. It ends when the act is said not to have been done, when the CRM says what became of it, and in any case a while
/// after its day.
/// </summary>
/// <param name="Number">The decision's.</param>
/// <param name="At">When it was permitted, or asked for where nothing had permitted it.</param>
/// <param name="Conversation">As the caller named it, or the one of its day.</param>
/// <param name="Due">The day; null: the agent named none.</param>
public sealed record AgentPromise(long Number, DateTimeOffset At, string? Conversation, DateOnly? Due)
{
    /// <summary>Days after its day, or after it was made where that is later or no day was named, for which it stands although nobody says what became of it.</summary>
    public const int KeptDays = 30;

    /// <summary>The last day on which it stands.</summary>
    public DateOnly LastDay()
    {
        var made = DateOnly.FromDateTime(At.UtcDateTime);
        return DateOnly.FromDayNumber(Math.Min((Due > made ? Due.Value : made).DayNumber + KeptDays, DateOnly.MaxValue.DayNumber));
    }

    public bool IsForgotten(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime) > LastDay();

    /// <summary>How signals may name it, beside the decision's whole id: <c>42@acme</c>.</summary>
    public string NameIn(string account) => string.Create(CultureInfo.InvariantCulture, $"{Number}@{account}");

    /// <summary>
    /// What the CRM says of it, which holds from then on; null: it does not have it. It has it under the decision's id, or, where it gives ids of its
    /// own, as a promise of the same day that was first heard of since; one without a day only as an AI's.
    /// </summary>
    public CrmWord? InCrm(AccountTwin twin)
    {
        CrmWord? word = null;
        foreach (var known in twin.Commitments.Items)
        {
            if (!IsSame(known, twin.Key.Account))
                continue;
            if (!known.IsClosed)
                return new CrmWord(false, known.DueOn);
            word = new CrmWord(true, known.DueOn);
        }

        return word;
    }

    private bool IsSame(Commitment known, string account) => DecisionIn(known.Id) is { } named
        ? named == (Number, account)
        : known.MadeAt >= At && (Due is null ? known.By == Promiser.Ai : known.DueOn == Due);

    /// <summary>The decision that an id names; null: it is one of the CRM's own.</summary>
    private static (long Number, string Account)? DecisionIn(string id)
    {
        if (DecisionId.TryParse(id) is { } decision)
            return (decision.Number, decision.Account);
        var at = id.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && long.TryParse(id.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number, id[(at + 1)..]) : null;
    }
}

/// <summary>A promise of an agent as the CRM has it.</summary>
/// <param name="IsOver">Kept or broken.</param>
/// <param name="Due">The day that it is due there; null: none is said.</param>
public readonly record struct CrmWord(bool IsOver, DateOnly? Due);
