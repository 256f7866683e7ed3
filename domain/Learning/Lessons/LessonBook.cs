using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Learning.Lessons;

/// <summary>A tenant's lessons, as their chain says. Follows from the entries alone; every list is bounded, and what goes for want of room goes with a record. Immutable.</summary>
public sealed record LessonBook
{
    public const int ProposedMax = 256;
    public const int ProposedPerScenarioMax = 16;
    public const int ApprovedMax = 512;
    public const int ApprovedPerScenarioMax = 12;
    public const int EndedKept = 64;

    private const int NameMax = 256;

    public static readonly LessonBook Empty = new();

    public int SchemaVersion { get; init; } = 1;

    /// <summary>By id; of those that were declined or retired the last ones only.</summary>
    public ValueList<Lesson> Lessons { get; init; } = [];

    public Lesson? Find(long id) => Lessons.FirstOrDefault(one => one.Id == id);

    /// <summary>What an entry must say has to go for a new lesson: the oldest of its scenario, else the oldest of all.</summary>
    public ValueList<long> NoRoomFor(LessonState state, string scenario, long? itself = null)
    {
        var (scenarioMax, max) = state == LessonState.Proposed ? (ProposedPerScenarioMax, ProposedMax) : (ApprovedPerScenarioMax, ApprovedMax);
        var same = Lessons.Where(one => one.State == state && one.Id != itself).OrderBy(one => one.DecidedAt ?? one.ReviewedAt).ThenBy(one => one.Id).ToArray();
        var own = same.Where(one => one.Scenario == scenario).ToArray();
        return own.Length >= scenarioMax ? [own[0].Id] : same.Length >= max ? [same[0].Id] : [];
    }

    /// <summary>Why an entry may not be added, as a stable code; null where it may.</summary>
    public string? Refusal(LessonEntry entry) => entry switch
    {
        LessonEntry.Approved approved => Refusal(approved.Id, approved.By, LessonState.Proposed, LessonState.Approved)
            ?? (approved.Text is { } text && (LessonDraft.TextOf(text).Length == 0 || text.Length > Lesson.TextMax) ? "bad_lesson" : null),
        LessonEntry.Declined declined => Refusal(declined.Id, declined.By, LessonState.Proposed, LessonState.Declined),
        LessonEntry.Retired retired => string.IsNullOrWhiteSpace(retired.Reason) ? "bad_lesson" : Refusal(retired.Id, retired.By, LessonState.Approved, LessonState.Retired),
        _ => null,
    };

    /// <summary>The book after an entry; this very object when it changes nothing, as a repeat does.</summary>
    public LessonBook With(LessonEntry entry, DateTimeOffset at) => entry switch
    {
        LessonEntry.Proposed proposed => Ended(proposed.Displaced, LessonState.Declined, at).Plus(Of(proposed.Draft, proposed.Id)),
        LessonEntry.Approved approved when Find(approved.Id) is { State: LessonState.Proposed } => Ended(approved.Displaced, LessonState.Retired, at).Changed(
            approved.Id, one => one with
            {
                State = LessonState.Approved,
                Text = approved.Text is { } text ? LessonDraft.TextOf(text) : one.Text,
                Reach = approved.Reach,
                DecidedBy = approved.By,
                DecidedAt = at,
            }),
        LessonEntry.Declined declined when Find(declined.Id) is { State: LessonState.Proposed } => Ended(declined.Id, LessonState.Declined, declined.By, declined.Reason, at),
        LessonEntry.Retired retired when Find(retired.Id) is { State: LessonState.Approved } => Ended(retired.Id, LessonState.Retired, retired.By, retired.Reason, at),
        _ => this,
    };

    /// <summary>What a person has done already they may do again: a repeat changes nothing.</summary>
    private string? Refusal(long id, string by, LessonState from, LessonState to)
    {
        if (string.IsNullOrWhiteSpace(by) || by.Length > NameMax)
            return "bad_lesson";
        if (Find(id) is not { } lesson)
            return "unknown_lesson";
        return lesson.State == from || (lesson.State == to && lesson.DecidedBy == by) ? null : "lesson_decided";
    }

    private LessonBook Plus(Lesson lesson) => this with { Lessons = [.. Lessons, lesson] };

    private static Lesson Of(LessonDraft draft, long id) => new()
    {
        Id = id,
        State = LessonState.Proposed,
        Scenario = draft.Scenario,
        Action = draft.Action,
        Account = draft.Account,
        Decision = draft.Decision,
        Release = draft.Release,
        Fault = draft.Fault,
        Text = draft.Text,
        Author = draft.Author,
        ReviewedAt = draft.ReviewedAt,
    };

    private LessonBook Ended(ValueList<long> displaced, LessonState state, DateTimeOffset at)
    {
        var book = this;
        foreach (var id in displaced)
            book = book.Ended(id, state, null, "no room", at);
        return book;
    }

    private LessonBook Ended(long id, LessonState state, string? by, string? why, DateTimeOffset at)
    {
        var book = Changed(id, one => one with { State = state, DecidedBy = by, DecidedAt = at, Why = why });
        var ended = book.Lessons.Where(IsEnded).ToArray();
        if (ended.Length <= EndedKept)
            return book;
        var oldest = ended.OrderBy(one => one.DecidedAt).ThenBy(one => one.Id).First();
        return book with { Lessons = [.. book.Lessons.Where(one => one.Id != oldest.Id)] };
    }

    private LessonBook Changed(long id, Func<Lesson, Lesson> change) => this with { Lessons = [.. Lessons.Select(one => one.Id == id ? change(one) : one)] };

    private static bool IsEnded(Lesson lesson) => lesson.State is LessonState.Declined or LessonState.Retired;
}
