using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Learning.Lessons;

namespace AccountTwins.Tests.Domain.Learning;

public class LessonFacts
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static LessonDraft Draft(string scenario = "reply~other~small", string account = "globex") =>
        new(scenario, scenario[..scenario.IndexOf('~')], account, "1-00000000@globex", "r1", "rejected", "not like this", "ann", Start);

    private static LessonBook Proposed(LessonBook book, long id, string scenario = "reply~other~small") =>
        book.With(new LessonEntry.Proposed(id, Draft(scenario), book.NoRoomFor(LessonState.Proposed, scenario)), Start.AddMinutes(id));

    private static LessonBook Approved(LessonBook book, long id) =>
        book.With(new LessonEntry.Approved(id, null, LessonReach.Scenario, "lea", book.NoRoomFor(LessonState.Approved, book.Find(id)!.Scenario, id)), Start.AddMinutes(id));

    [Theory]
    [InlineData("accept, serves", null)]
    [InlineData("accept, against", "against the goals")]
    [InlineData("edit amount", "amount edited")]
    [InlineData("edit style", "style edited")]
    [InlineData("reject severe", "rejected, severe")]
    [InlineData("reply", null)]
    public void What_was_wrong_is_said_in_closed_words(string review, string? fault)
    {
        var judgement = new Judgement(
            review.StartsWith("edit") ? ReviewVerb.Edit : review.StartsWith("reject") ? ReviewVerb.Reject : review.StartsWith("reply") ? ReviewVerb.Reply : ReviewVerb.Accept,
            review.EndsWith("amount") ? EditKind.Amount : review.EndsWith("style") ? EditKind.Style : EditKind.Unspecified,
            review.EndsWith("against") ? GoalFit.Against : GoalFit.Neutral,
            review.EndsWith("severe") ? Severity.Severe : Severity.None);

        Assert.Equal(fault, LessonDraft.FaultOf(judgement));
    }

    [Fact]
    public void A_text_is_one_line_of_at_most_400_characters() =>
        Assert.Equal(("", "a b", 400), (LessonDraft.TextOf(" \n "), LessonDraft.TextOf("a\r\n\tb "), LessonDraft.TextOf(new string('x', 2000)).Length));

    [Fact]
    public void A_repeat_changes_nothing_and_another_word_on_the_same_is_refused()
    {
        var book = Approved(Proposed(LessonBook.Empty, 1), 1);

        Assert.Null(book.Refusal(new LessonEntry.Approved(1, null, LessonReach.Scenario, "lea", [])));
        Assert.Same(book, Approved(book, 1));
        Assert.Equal("lesson_decided", book.Refusal(new LessonEntry.Declined(1, "bo", null)));
        Assert.Equal("unknown_lesson", book.Refusal(new LessonEntry.Retired(2, "bo", "old")));
        var retired = book.With(new LessonEntry.Retired(1, "bo", "old"), Start);
        Assert.Equal((LessonState.Retired, "bo"), (retired.Find(1)!.State, retired.Find(1)!.DecidedBy));
        Assert.Equal("lesson_decided", retired.Refusal(new LessonEntry.Approved(1, null, LessonReach.Scenario, "lea", [])));
    }

    [Fact]
    public void Every_list_is_bounded_and_the_oldest_goes_with_a_record()
    {
        var book = LessonBook.Empty;
        for (var id = 1; id <= 40; id++)
            book = Approved(Proposed(book, id), id);
        Assert.Equal(LessonBook.ApprovedPerScenarioMax, book.Lessons.Count(one => one.State == LessonState.Approved));
        Assert.Equal((LessonState.Retired, null, "no room"), (book.Find(28)!.State, book.Find(28)!.DecidedBy, book.Find(28)!.Why));
        for (var id = 41; id <= 1000; id++)
            book = Proposed(book, id, $"reply~{id / 3}~small");

        Assert.Equal(LessonBook.ProposedMax, book.Lessons.Count(one => one.State == LessonState.Proposed));
        Assert.Equal(LessonBook.EndedKept, book.Lessons.Count(one => one.State is LessonState.Declined or LessonState.Retired));
        Assert.Equal(book.Lessons, LedgerJson.Read<LessonBook>(LedgerJson.Write(book)).Lessons);
    }

    [Fact]
    public void An_account_without_lessons_costs_no_memory()
    {
        var shelf = new LessonShelf(Approved(Proposed(LessonBook.Empty, 1), 1));
        _ = (LessonShelf.Empty.For("globex", null, "reply"), shelf.For("initech", null, null));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var read = 0; read < 1000; read++)
            _ = LessonShelf.Empty.For("globex", null, "reply").Count + shelf.For("initech", null, null).Count + shelf.For("initech", null, "grant_credit").Count;

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
