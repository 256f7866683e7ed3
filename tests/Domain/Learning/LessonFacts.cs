using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Learning.Lessons;

namespace AccountTwins.Tests.Domain.Learning;

public class LessonFacts
{
    private static readonly string[] Elsewhere = ["close_ticket~other~small"];
    private static readonly string[] Lately = ["close_ticket~other~small", "grant_credit~other~small"];

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
    public void Where_nothing_is_asked_about_the_scenarios_of_the_last_decisions_come_before_those_of_old_reviews()
    {
        var book = LessonBook.Empty;
        foreach (var (id, scenario) in new[] { (1L, "reply~other~small"), (2L, "grant_credit~other~small"), (3L, "close_ticket~other~small"), (4L, "grant_credit~other~small") })
            book = Approved(Proposed(book, id, scenario), id);
        var shelf = new LessonShelf(book);
        string Ids(string account, params string[] lately) => string.Join(' ', shelf.For(account, null, null, lately).Select(one => one.Id));

        Assert.Equal("", Ids("initech"));
        Assert.Equal("3 4 2", Ids("initech", Lately));
        Assert.Equal("1", Ids("initech", "discount~other~small", "reply~other~small"));
        // Its own are the nearest, whatever it was used for lately.
        Assert.Equal("4 3 2", Ids("globex", Lately));
    }

    [Fact]
    public void An_account_without_lessons_costs_no_memory()
    {
        var shelf = new LessonShelf(Approved(Proposed(LessonBook.Empty, 1), 1));
        _ = (LessonShelf.Empty.For("globex", null, "reply", []), shelf.For("initech", null, null, Elsewhere));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var read = 0; read < 1000; read++)
            _ = LessonShelf.Empty.For("globex", null, "reply", []).Count + shelf.For("initech", null, null, Elsewhere).Count + shelf.For("initech", null, "grant_credit", Elsewhere).Count;

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
