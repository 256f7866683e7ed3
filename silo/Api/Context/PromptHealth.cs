using System.Globalization;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Api.Context;

/// <summary>The last two parts of the prompt: how the account does, for our eyes only, and what nobody knows.</summary>
internal static class PromptHealth
{
    private const int DriversMax = 3;
    /// <summary>Longer than a name or a subject: a reason that is cut teaches little.</summary>
    private const int LessonLengthMax = 160;

    private const int Always = 0, Useful = 2, Detail = 3;

    public static void Write(PromptDraft draft, AccountView view)
    {
        var health = view.Health;
        draft.Section(PromptWriter.InternalHeading);
        draft.Add(Always, health.Score is { } score
            ? $"Health: {Words(health.Band)}, {Math.Round(score):0} of 100"
            : "Health: unknown, too little fresh data to say");
        foreach (var flag in view.Flags.OrderBy(flag => flag.OpenedAt).Take(1))
        {
            var first = flag.FirstFamily is { } family ? $", first seen in {family}" : string.Empty;
            draft.Add(Always, $"Risk flag open since {PromptWriter.Day(flag.OpenedAt)}{first}");
        }

        // The drivers that cost the most, because those explain the score; undated ones say nothing that can be checked.
        foreach (var driver in health.Drivers
            .Where(driver => driver is { Fresh: true, At: not null } && driver.Points < driver.PointsMax)
            .OrderByDescending(driver => driver.PointsMax - driver.Points)
            .Take(DriversMax))
        {
            var reason = driver.Reason is { } words ? $": {words}" : string.Empty;
            draft.Add(Useful, $"{driver.Name} costs {driver.PointsMax - driver.Points:0.#} points (as of {PromptWriter.Day(driver.At!.Value)}){reason}");
        }

        Standing(draft, view);
        if (view.Contract is { Arr: { } arr } contract)
            draft.Add(Detail, $"Recurring revenue: {arr.ToString("0", CultureInfo.InvariantCulture)} {QuotedText.Word(contract.Currency) ?? "(currency unknown)"} a year");
        if (view.Value is { ExpectedUnderHealth: { } moved, Currency: var currency })
            draft.Add(Detail, $"Future margin as its health stands: {Amount(moved)} {QuotedText.Word(currency)}; nothing is decided by it");
    }

    /// <summary>What reviewers want kept in mind, still under the heading of what the customer must not hear. The nearest one goes last.</summary>
    public static void WriteLessons(PromptDraft draft, AccountView view)
    {
        if (view.Lessons is not { } lessons)
            return;
        draft.Section(PromptWriter.InternalHeading);
        foreach (var (index, lesson) in lessons.Index())
        {
            if (QuotedText.Quote(lesson.Text, LessonLengthMax) is { } text)
                draft.Add(index == 0 ? Useful : Detail, $"Reviewers about {QuotedText.Word(lesson.Action)}{(lesson.IsOwn ? " here" : "")} ({lesson.Fault}): {text}");
        }
    }

    /// <summary>The ceiling stays in every prompt, with what it is not: an old prompt must not look like a permission.</summary>
    private static void Standing(PromptDraft draft, AccountView view)
    {
        if (view.Latitude is { } latitude)
        {
            var by = latitude.SetBy is [var layer, ..] ? $" by {layer.Layer} {QuotedText.Quote(layer.Rule)}" : string.Empty;
            draft.Add(Always, $"Latitude at most {Words(latitude.Effective)}{by}, playbook {QuotedText.Quote(latitude.Playbook.Version)}; no permission: ask for a verdict before every act");
        }
        else
        {
            draft.Add(Always, "Latitude unknown: ask for a verdict before every act");
        }

        if (view.Value is not { } value)
            return;
        var interval = value.Contracts is [{ Low: { } low, High: { } high, Currency: { } currency } one] ? $", {Amount(low)} to {Amount(high)} {QuotedText.Word(currency)} by {QuotedText.Word(one.Method)}" : string.Empty;
        draft.Add(Useful, value.Expected is { } expected
            ? $"Value tier {QuotedText.Word(value.Tier)}: expected future margin {Amount(expected)} {QuotedText.Word(value.Currency)}{interval}"
            : $"Value tier {QuotedText.Word(value.Tier)}: future margin unknown");
    }

    private static string Amount(decimal amount) => amount.ToString("0", CultureInfo.InvariantCulture);

    public static void WriteUnknown(PromptDraft draft, AccountView view)
    {
        draft.Section("## Unknown, do not guess");
        if (view.Parked is { } parked)
            draft.Add(Always, $"Everything since {PromptWriter.Day(parked.Since)}: newer signals of this account are put aside ({QuotedText.Word(parked.Code)}), take nothing here for current");
        Families(draft, Always, "Out of date", view.Feeds, FeedState.Dead);
        Families(draft, Useful, "Late", view.Feeds, FeedState.Late);
        Families(draft, Useful, "Never connected", view.Feeds, FeedState.NeverConnected);
        List<string> missing = [];
        if (view.Contract is null)
            missing.Add("contract");
        else if (view.Contract.End is null)
            missing.Add("renewal date");
        if (view.Profile.Goals.Length == 0)
            missing.Add("goals");
        if (view.Stakeholders.Length == 0)
            missing.Add("people");
        if (missing.Count > 0)
            draft.Add(Useful, "Never told: " + string.Join(", ", missing));
    }

    private static void Families(PromptDraft draft, int rank, string label, AccountFeedView[] feeds, FeedState state)
    {
        var names = string.Join(", ", feeds.Where(feed => feed.State == state).Select(feed => feed.Family));
        if (names.Length > 0)
            draft.Add(rank, $"{label}: {names}");
    }

    private static string Words(Latitude latitude) => latitude switch
    {
        Latitude.Suspended => "suspended (read only)",
        Latitude.Diagnostic => "diagnostic (drafts only)",
        Latitude.Supervised => "supervised (reversible acts alone)",
        Latitude.Bounded => "bounded (within caps)",
        Latitude.Full => "full (whole catalogue)",
        _ => "unknown",
    };

    private static string Words(HealthBand band) => band switch
    {
        HealthBand.Healthy => "healthy",
        HealthBand.Watch => "to be watched",
        HealthBand.AtRisk => "at risk",
        _ => "unknown",
    };
}
