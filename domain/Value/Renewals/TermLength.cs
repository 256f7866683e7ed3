namespace AccountTwins.Domain.Value.Renewals;

/// <summary>How long a term runs, in whole months: the period of every survival model here.</summary>
public static class TermLength
{
    /// <summary>Ten years. A longer term counts as this long.</summary>
    public const int MonthsMax = 120;

    /// <summary>
    /// Months from the first to the last day, to the nearest month: terms that miss a month by days are the same kind of term.
    /// </summary>
    /// <returns>1 to <see cref="MonthsMax"/>; null where a day is not known or the last lies before the first.</returns>
    public static int? MonthsOf(DateOnly? firstDay, DateOnly? lastDay)
    {
        if (firstDay is not { } first || lastDay is not { } last || last < first)
            return null;
        // The day after the last, counted without leaving the calendar.
        var months = ((last.Year - first.Year) * 12) + last.Month - first.Month;
        var days = last.Day + 1 - first.Day;
        return Math.Clamp(months + (days >= 15 ? 1 : days <= -15 ? -1 : 0), 1, MonthsMax);
    }
}
