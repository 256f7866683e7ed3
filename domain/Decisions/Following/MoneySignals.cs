using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Decisions.Book;

namespace AccountTwins.Domain.Decisions.Following;

/// <summary>
/// Joins credits that billing issued to the decisions that granted them: same amount and currency, at or after the decision, within a week.
/// Each credit goes to the oldest decision that it fits, whether that was reported or not, and confirms no other.
/// </summary>
public static class MoneySignals
{
    public static readonly TimeSpan Within = TimeSpan.FromDays(7);

    /// <summary>
    /// What can be recorded now, oldest credit first. A credit that fits a permit whose agent may still report waits until
    /// <c>LookAgainAt</c>: the agent knows better.
    /// </summary>
    public static (List<ConfirmedMoney> Confirmed, DateTimeOffset? LookAgainAt) Find(AccountTwin twin, DecisionBook book, DateTimeOffset now)
    {
        var confirmed = new List<ConfirmedMoney>();
        DateTimeOffset? lookAgainAt = null;
        if (twin.Credits.Count == 0 || Expected(book, now) is not { Count: > 0 } expected)
            return (confirmed, null);
        foreach (var credit in Unused(twin, book))
        {
            var index = expected.FindIndex(money => Fits(money, credit));
            if (index < 0)
                continue;
            var money = expected[index];
            expected.RemoveAt(index);
            if (money.ReportUntil is { } until)
                lookAgainAt = lookAgainAt < until ? lookAgainAt : until;
            else
                confirmed.Add(new ConfirmedMoney(money.Number, credit.Name));
        }

        return (confirmed, lookAgainAt);
    }

    private static IEnumerable<IssuedCredit> Unused(AccountTwin twin, DecisionBook book)
    {
        var unused = new List<IssuedCredit>();
        foreach (var total in twin.Credits.Items)
            unused.AddRange(total.Recent.Where(credit => !book.UsedSignals.Contains(credit.Name)));
        return unused.OrderBy(credit => credit.Name, StringComparer.Ordinal);
    }

    /// <summary>Oldest first.</summary>
    private static List<Money> Expected(DecisionBook book, DateTimeOffset now)
    {
        var expected = book.Awaited.Select(money => new Money(money.Number, money.At, money.Amount, money.Currency, null)).ToList();
        foreach (var open in book.Open)
        {
            if (open.Money is not { } money || open.StateAt(now) is not (DecisionState.Permitted or DecisionState.Unconfirmed))
                continue;
            expected.Add(new Money(open.Number, open.At, money.Amount, money.Currency, now < open.ExpiresAt ? open.ExpiresAt : null));
        }

        expected.Sort((one, other) => (one.At, one.Number).CompareTo((other.At, other.Number)));
        return expected;
    }

    private static bool Fits(Money money, IssuedCredit credit) =>
        money.Amount == credit.Amount && money.Currency == credit.Currency && credit.At >= money.At && credit.At <= money.At + Within;

    /// <param name="ReportUntil">While its agent may still say what happened; null: nobody is waited for.</param>
    private readonly record struct Money(long Number, DateTimeOffset At, decimal Amount, string Currency, DateTimeOffset? ReportUntil);
}

/// <summary>A decision whose money a signal has shown.</summary>
/// <param name="Signal">The credit's name.</param>
public readonly record struct ConfirmedMoney(long Decision, string Signal);
