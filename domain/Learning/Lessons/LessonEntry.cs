using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Learning.Lessons;

/// <summary>One thing that happened to a tenant's lessons. Stored: kinds and fields are only ever added.</summary>
public abstract record LessonEntry
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>A review gave a reason. <paramref name="Id"/>: the entry's own number. <paramref name="Displaced"/>: what had to go for it, unread.</summary>
    public sealed record Proposed(long Id, LessonDraft Draft, ValueList<long> Displaced) : LessonEntry;

    /// <summary>Null text: the reviewer's own words. <paramref name="Displaced"/>: the oldest of the scenario, retired for it.</summary>
    public sealed record Approved(long Id, string? Text, LessonReach Reach, string By, ValueList<long> Displaced) : LessonEntry;

    public sealed record Declined(long Id, string By, string? Reason) : LessonEntry;

    public sealed record Retired(long Id, string By, string Reason) : LessonEntry;

    public static string KindOf(LessonEntry entry) => entry switch
    {
        Proposed => "lesson_proposed",
        Approved => "lesson_approved",
        Declined => "lesson_declined",
        Retired => "lesson_retired",
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "No kind of entry."),
    };

    /// <summary>Reads a stored body. Throws <see cref="JsonException"/> for a kind or a form that this release does not know.</summary>
    public static LessonEntry Read(string kind, ReadOnlySpan<byte> body) => kind switch
    {
        "lesson_proposed" => LedgerJson.Read<Proposed>(body),
        "lesson_approved" => LedgerJson.Read<Approved>(body),
        "lesson_declined" => LedgerJson.Read<Declined>(body),
        "lesson_retired" => LedgerJson.Read<Retired>(body),
        _ => throw new JsonException($"An entry is of a kind that this release does not know: {kind}."),
    };

    /// <summary>The body to store.</summary>
    public static byte[] Write(LessonEntry entry) => LedgerJson.Write<object>(entry);
}

/// <summary>A lesson before anybody has looked at it. Fields as in <see cref="Lesson"/>.</summary>
public sealed record LessonDraft(
    string Scenario, string Action, string Account, string Decision, string Release, string Fault, string Text, string Author, DateTimeOffset ReviewedAt)
{
    /// <summary>
    /// What a review can teach, or null: it takes a reason, and something that was wrong. What the customer was answered in person teaches nothing
    /// about the draft, unless it was against the goals or grave.
    /// </summary>
    public static string? FaultOf(Judgement judgement)
    {
        var faults = new List<string>(4);
        if (judgement.Verb == ReviewVerb.Reject)
            faults.Add("rejected");
        else if (judgement.Verb == ReviewVerb.Edit)
            faults.Add($"{(judgement.Edit == EditKind.Unspecified ? "draft" : judgement.Edit.ToString().ToLowerInvariant())} edited");
        if (judgement.Goals == GoalFit.Against)
            faults.Add("against the goals");
        if (judgement.Severity >= Severity.Major)
            faults.Add(judgement.Severity == Severity.Severe ? "severe" : "major");
        if (judgement.IsCategoryCorrected)
            faults.Add("wrong category");
        return faults.Count == 0 ? null : string.Join(", ", faults);
    }

    /// <summary>One line of at most <see cref="Lesson.TextMax"/> characters; empty where there is nothing to read.</summary>
    public static string TextOf(string? reason)
    {
        var line = string.Join(' ', (reason ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= Lesson.TextMax)
            return line;
        var end = char.IsHighSurrogate(line[Lesson.TextMax - 2]) ? Lesson.TextMax - 2 : Lesson.TextMax - 1;
        return line[..end].TrimEnd() + "…";
    }
}
