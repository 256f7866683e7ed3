using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Decisions.Following;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Tests.Domain.Accounts;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>What signals after a decision say against it.</summary>
public sealed class WeakLabelFacts
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("T-1 billing reply", "open T-1 billing -1; reopen T-1 +100", "Reopened")]
    [InlineData("T-1 billing reply", "open T-1 billing -1; reopen T-1 -0.5", "")]
    [InlineData("T-1 billing reply", "open T-1 billing -1; reopen T-1 +169", "")]
    [InlineData("T-1 billing reply", "open T-1 - -9; open T-2 - -9; reopen T-2 +1", "")]
    [InlineData("- billing reply", "open T-2 billing -9; reopen T-2 +47", "Reopened")]
    [InlineData("- billing reply", "open T-2 billing -9; reopen T-2 +49", "")]
    [InlineData("- billing reply", "open T-2 outage -9; reopen T-2 +1", "")]
    [InlineData("- billing reply", "open T-2 - -9; reopen T-2 +1", "Reopened")]
    [InlineData("T-9 billing reply", "open T-2 billing -9; reopen T-2 +1", "Reopened")]
    [InlineData("T-1 billing reply", "open T-2 Billing +47", "ContactAgain")]
    [InlineData("T-1 billing reply", "open T-2 billing +49", "")]
    [InlineData("T-1 billing reply", "open T-2 outage +1; open T-3 - +1", "")]
    [InlineData("T-1 billing reply", "open T-1 billing +1", "")]
    [InlineData("T-1 - reply", "open T-1 outage -1; open T-2 outage +1", "ContactAgain")]
    [InlineData("- - reply", "open T-2 outage +1", "")]
    [InlineData("- billing reply", "updated T-2 billing +1", "")]
    [InlineData("T-1 billing reply", "rated 2 T-1 +100", "PoorRating")]
    [InlineData("T-1 billing reply", "rated 3 T-1 +1", "")]
    [InlineData("T-1 billing reply", "effort 2 T-1 +1", "PoorRating")]
    [InlineData("T-1 billing reply", "effort 6 T-1 +1", "")]
    [InlineData("T-1 billing reply", "rated 1 - +47", "PoorRating")]
    [InlineData("T-1 billing reply", "rated 1 - +49", "")]
    [InlineData("T-1 billing reply", "open T-1 billing -1; rated 1 T-2 +1", "")]
    [InlineData("- billing reply", "rated 1 T-2 +1", "PoorRating")]
    [InlineData("- billing reply", "open T-2 outage -1; rated 1 T-2 +1", "")]
    [InlineData("- billing grant_credit", "dispute D-1 +100", "Disputed")]
    [InlineData("- billing grant_credit", "dispute D-1 -1", "")]
    [InlineData("- billing reply", "dispute D-1 +1", "")]
    [InlineData("T-1 billing reply", "open T-1 billing -1; escalate T-1 +1", "TakenOver")]
    [InlineData("T-1 billing reply", "open T-1 billing -1; person T-1 +1", "TakenOver")]
    [InlineData("T-1 billing reply", "open T-1 billing -1; ask T-1 +1", "TakenOver")]
    [InlineData("T-1 billing reply", "open T-1 billing -1; machine T-1 +1; touch +2", "")]
    [InlineData("T-1 billing reply", "open T-1 billing -1; escalate T-1 +49", "")]
    [InlineData("- billing reply", "open T-1 billing -1; escalate T-1 +1", "")]
    [InlineData("T-1 billing grant_credit", "open T-1 billing -1; reopen T-1 +1; escalate T-1 +2; rated 1 T-1 +3; dispute D +4; open T-2 billing +5", "Reopened ContactAgain PoorRating Disputed TakenOver")]
    public void Signals_are_joined_to_the_decision_that_they_follow(string decision, string signals, string expected)
    {
        var book = DecisionBook.Empty with { Followed = [Followed(decision)] };
        var twin = TwinBench.Fed([.. signals.Split("; ").Select(Said)]);

        Assert.Equal(expected, string.Join(' ', WeakLabels.Find(twin, book, TestPlaybook.Create()).Select(label => label.Kind)));
    }

    [Fact]
    public void Each_kind_counts_once_and_the_probability_stays_where_it_was_raised_to()
    {
        var book = (DecisionBook.Empty with { Followed = [Followed("T-1 billing reply")] })
            .With(9, Start, new LabelEntry { Decision = 1, Kind = WeakLabelKind.Reopened, HappenedAt = Start, Probability = 0.5 });
        var twin = TwinBench.Fed(Said("open T-1 billing -1"), Said("reopen T-1 +1"), Said("escalate T-1 +1"));

        Assert.Equal(WeakLabelKind.TakenOver, Assert.Single(WeakLabels.Find(twin, book, TestPlaybook.Create())).Kind);
        Assert.Equal(book.Followed, book.With(10, Start, new LabelEntry { Decision = 1, Kind = WeakLabelKind.Reopened, HappenedAt = Start, Probability = 0.9 }).Followed);
        Assert.Empty(book.With(10, Start, new FollowedEntry { Decisions = [1] }).Followed);
    }

    [Fact]
    public void Only_what_was_or_may_have_been_done_is_followed_and_never_more_than_there_is_room_for()
    {
        var history = new BookHistory();
        history.Ask("grant_credit 40 EUR", "T-1");
        history.Ask("grant_credit 120 EUR", "T-2");
        Assert.Equal([1L], history.Book.Followed.Select(followed => followed.Number));
        Assert.Equal(("T-1", "grant_credit"), (history.Book.Followed[0].Ticket, Assert.Single(history.Book.Followed[0].Actions)));
        history.Report(1, DecisionState.NotExecuted);
        Assert.Empty(history.Book.Followed);

        for (var count = 0; count < DecisionBook.FollowedMax + 5; count++)
            history.Ask("holding_reply", $"c-{count}");
        Assert.Equal(DecisionBook.FollowedMax, history.Book.Followed.Count);
        Assert.Equal(4, history.Book.Followed[0].Number);
        Assert.Equal(history.Book, history.Folded());
    }

    private static FollowedDecision Followed(string words)
    {
        var parts = words.Split(' ');
        return new FollowedDecision
        {
            Number = 1, At = Start, Ticket = parts[0] == "-" ? null : parts[0], Categories = parts[1] == "-" ? [] : [parts[1]], Actions = [parts[2]],
        };
    }

    private static Signal Said(string words)
    {
        var parts = words.Split(' ');
        string? Optional(int index) => parts[index] == "-" ? null : parts[index];
        Fact fact = parts[0] switch
        {
            "open" => new TicketOpened(parts[1], Category: Optional(2)),
            "updated" => new TicketUpdated(parts[1], Category: Optional(2)),
            "reopen" => new TicketReopened(parts[1]),
            "escalate" => new TicketEscalated(parts[1]),
            "ask" => new PersonRequested(parts[1]),
            "person" => new TicketResolved(parts[1], Actor.Human),
            "machine" => new TicketResolved(parts[1], Actor.Ai),
            "touch" => new HumanTouch(TouchKind.Meeting),
            "rated" => new SatisfactionRated(int.Parse(parts[1], null), Optional(2)),
            "effort" => new EffortRated(int.Parse(parts[1], null), Optional(2)),
            "dispute" => new DisputeOpened(parts[1]),
            _ => throw new ArgumentException(words),
        };
        return Signal.Of(fact, Start.AddHours(double.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)), "/desk", words);
    }
}
