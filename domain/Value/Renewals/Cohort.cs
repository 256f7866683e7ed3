namespace AccountTwins.Domain.Value.Renewals;

/// <summary>
/// Accounts whose renewals are compared: one segment and one term length, because a month's renewal and a year's are not the same event.
/// </summary>
public readonly record struct Cohort
{
    private Cohort(string segment, int termMonths)
    {
        Segment = segment;
        TermMonths = termMonths;
    }

    /// <summary>In small letters; empty for accounts of no known segment.</summary>
    public string Segment { get; }

    /// <summary>1 to <see cref="TermLength.MonthsMax"/>.</summary>
    public int TermMonths { get; }

    /// <param name="segment">The vendor's own name for it; the case of its letters does not count.</param>
    /// <param name="termMonths">1 to <see cref="TermLength.MonthsMax"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The term is shorter or longer.</exception>
    public static Cohort Of(string? segment, int termMonths)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(termMonths, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(termMonths, TermLength.MonthsMax);
        return new Cohort(segment?.ToLowerInvariant() ?? "", termMonths);
    }
}
