using System.Globalization;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>
/// A day that an agent promised with leave. It ends when the act is said not to have been done, when the CRM says what became of it, and in any case a
/// while after its day.
/// </summary>
/// <param name="Number">The decision's.</param>
/// <param name="At">When it was permitted.</param>
/// <param name="Agent">The agent's id; of an act without leave, of who reported it.</param>
/// <param name="Conversation">As the caller named it, or the one of its day.</param>
/// <param name="Due">The day; null: the agent named none.</param>
public sealed record AgentPromise(long Number, DateTimeOffset At, string Agent, string? Conversation, DateOnly? Due)
{
    /// <summary>Days after its day, or after it was made where it has none, for which it stands although nobody says what became of it.</summary>
    public const int KeptDays = 30;

    public bool IsForgotten(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime).DayNumber - (Due ?? DateOnly.FromDateTime(At.UtcDateTime)).DayNumber > KeptDays;

    /// <summary>How signals may name it, beside the decision's whole id: <c>42@acme</c>.</summary>
    public string NameIn(string account) => string.Create(CultureInfo.InvariantCulture, $"{Number}@{account}");

    /// <summary>The CRM has it: from then on it is what the CRM says.</summary>
    public bool IsIn(AccountTwin twin)
    {
        foreach (var known in twin.Commitments.Items)
        {
            if (IsSame(known, twin.Key.Account))
                return true;
        }

        return false;
    }

    /// <summary>Nobody said that it was kept or broken.</summary>
    public bool IsOpen(AccountTwin twin, DateTimeOffset now)
    {
        if (IsForgotten(now))
            return false;
        var isOver = false;
        foreach (var known in twin.Commitments.Items)
        {
            if (!IsSame(known, twin.Key.Account))
                continue;
            if (!known.IsClosed)
                return true;
            isOver = true;
        }

        return !isOver;
    }

    /// <summary>Under the decision's id, or a promise of the same day made since. Of one without a day only an AI's own later one can be it.</summary>
    private bool IsSame(Commitment known, string account) => IsNamed(known.Id, account) || (known.MadeAt >= At && (Due is null ? known.By == Promiser.Ai : known.DueOn == Due));

    private bool IsNamed(string id, string account) =>
        id == NameIn(account) || (DecisionId.TryParse(id) is { } decision && decision.Number == Number && decision.Account == account);
}
