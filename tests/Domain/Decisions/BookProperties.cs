using System.Text;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>Over random histories: the book follows from its entries, never reads a budget too high, and stays small.</summary>
public sealed class BookProperties
{
    [Fact]
    public void Any_snapshot_with_the_entries_after_it_gives_the_live_book() => Parallel.For(0, 12, seed =>
    {
        var random = new RandomBook(seed, conversations: 8);
        var snapshots = new List<byte[]>();
        for (var step = 0; step < 300; step++)
        {
            random.Step();
            if (step % 37 == 0)
                snapshots.Add(LedgerJson.Write(random.History.Book));
        }

        var live = Text(random.History.Book);
        Assert.True(live == Text(random.History.Folded()), $"seed {seed}: from the first entry");
        foreach (var snapshot in snapshots)
            Assert.True(live == Text(random.History.Folded(LedgerJson.Read<DecisionBook>(snapshot))), $"seed {seed}: from a snapshot");
    });

    /// <summary>Nothing is understated, and nothing but what lies in the bucket on a window's edge is overstated.</summary>
    [Fact]
    public void Budgets_are_what_every_act_adds_up_to_apart_from_the_edge_of_a_window()
    {
        var overstated = 0;
        Parallel.For(0, 30, seed =>
        {
            var random = new RandomBook(seed, conversations: 6);
            for (var step = 0; step < 400; step++)
            {
                random.Step();
                var (history, now) = (random.History, random.History.Now);
                foreach (var type in (string[])["grant_credit", "reply", "close_ticket"])
                {
                    var facts = history.Book.FactsFor(history.Situation.Facts, Situation.Action(type), null, now);
                    var (day, month) = (history.Oracle.Since(type, now.AddDays(-1)), history.Oracle.Since(type, now.AddDays(-30)));
                    var (dayEdge, monthEdge) = (history.Oracle.Since(type, Start(now.AddDays(-1), TimeSpan.FromHours(1))), history.Oracle.Since(type, Start(now.AddDays(-30), TimeSpan.FromDays(1))));
                    Assert.True((facts.SpentDay, facts.CountDay) == dayEdge, $"seed {seed}, step {step}, {type}: a day is {facts.SpentDay} × {facts.CountDay}, should be {dayEdge}");
                    Assert.True((facts.SpentMonth, facts.CountMonth) == monthEdge, $"seed {seed}, step {step}, {type}: a month is {facts.SpentMonth} × {facts.CountMonth}, should be {monthEdge}");
                    Assert.True(facts.SpentDay >= day.Amount && facts.CountDay >= day.Count && facts.SpentMonth >= month.Amount && facts.CountMonth >= month.Count, $"seed {seed}, step {step}, {type}: understated");
                    if (facts.SpentDay > day.Amount)
                        Interlocked.Increment(ref overstated);
                }
            }
        });

        Assert.True(overstated > 100, $"Only {overstated} moments had something on the edge: it proves nothing.");
    }

    [Fact]
    public void A_conversation_is_what_it_spent_reserved_and_still_asks_for() => Parallel.For(0, 30, seed =>
    {
        var random = new RandomBook(seed, conversations: 6);
        for (var step = 0; step < 400; step++)
        {
            random.Step();
            var conversation = random.Conversation();
            var facts = random.History.Book.FactsFor(random.History.Situation.Facts, Situation.Action("grant_credit"), conversation, random.History.Now);
            var expected = random.History.Oracle.InConversation("grant_credit", conversation, random.History.Now);
            Assert.True(facts.SpentConversation == expected, $"seed {seed}, step {step}: {facts.SpentConversation}, should be {expected}");
        }
    });

    /// <summary>The same requests on a book that has one more act in it: the answer is no looser.</summary>
    [Fact]
    public void One_more_act_in_the_book_never_loosens() => Parallel.For(0, 200, seed =>
    {
        var random = new RandomBook(seed, conversations: 3);
        for (var step = 0; step < 60; step++)
            random.Step();
        var history = random.History;
        ValueList<ActionRequest> asked = [Situation.Action($"grant_credit {seed % 130} EUR")];
        var before = VerdictRules.Decide(history.InputFor(asked, "c-0"), history.Situation.Playbook);
        history.Ask($"grant_credit {seed % 70} EUR", seed % 2 == 0 ? "c-0" : "c-9");
        var after = VerdictRules.Decide(history.InputFor(asked, "c-0"), history.Situation.Playbook);
        Assert.True(after.Kind >= before.Kind && after.Actions[0].Effective <= before.Actions[0].Effective, $"seed {seed}: {before.Kind} became {after.Kind}");
    });

    [Fact]
    public void It_stays_small_over_a_hundred_thousand_entries_of_any_kind()
    {
        var random = new RandomBook(7, conversations: 5_000);
        for (var step = 0; step < 20_000; step++)
        {
            random.Step();
            MustBeSmall(random.History.Book, step);
        }

        var book = random.History.Book;
        var dice = new Random(7);
        var entries = random.History.Entries.Where(entry => entry.Kind == EntryKinds.Decision).Take(200).Select(entry => LedgerJson.Read<DecisionEntry>(entry.Body)).ToArray();
        for (var step = 0; step < 80_000; step++)
        {
            var (number, at) = (book.LastNumber + 1, book.LastAt.AddSeconds(dice.Next(40)));
            var other = number - dice.Next(100);
            book = dice.Next(3) == 0
                ? book.With(number, at, new OutcomeEntry { Decision = other, State = DecisionState.Executed, By = "agent-1", Signal = dice.Next(4) == 0 ? $"{at.UtcTicks:D19}-{number:x16}" : null })
                : dice.Next(9) == 0 ? book.With(number, at, new LabelEntry { Decision = other, Kind = (WeakLabelKind)dice.Next(1, 6), HappenedAt = at, Probability = 0.5 })
                : dice.Next(9) == 0 ? book.With(number, at, new FollowedEntry { Decisions = [other] })
                : book.With(number, at, (ulong)dice.Next(), WithKind(entries[dice.Next(entries.Length)], (VerdictKind)dice.Next(1, 6), at, $"c-{dice.Next(5_000)}"));
            MustBeSmall(book, step);
        }

        Assert.True(LedgerJson.Write(book).Length < 52_000, $"{LedgerJson.Write(book).Length} bytes");
    }

    private static DecisionEntry WithKind(DecisionEntry entry, VerdictKind kind, DateTimeOffset at, string conversation) => entry with
    {
        Verdict = entry.Verdict with
        {
            Kind = kind,
            ExpiresAt = at.AddSeconds(60),
            Handover = kind == VerdictKind.Escalate ? new Handover(HandoverRoute.Owner, at.AddHours(8)) : null,
            Actions = [.. entry.Verdict.Actions.Select(action => action with { Kind = kind, Reasons = [new Reason(VerdictCodes.ClauseQuestion, LayerKind.Escalation, "", "")] })],
        },
        Input = entry.Input with { Request = entry.Input.Request with { Conversation = conversation } },
    };

    private static void MustBeSmall(DecisionBook book, int step)
    {
        Assert.True(
            book.Open.Count <= DecisionBook.OpenMax && book.SettledDecisions.Count <= DecisionBook.SettledMax && book.Keys.Count <= KnownKeys.Max
            && book.Conversations.Count <= DecisionBook.ConversationsMax && book.HandedOver.Count <= DecisionBook.HandedOverMax && book.Spend.Count <= 5 && book.Promises.Count <= DecisionBook.PromisesMax
            && book.Followed.Count <= DecisionBook.FollowedMax && book.Awaited.Count <= DecisionBook.AwaitedMax && book.UsedSignals.Count <= DecisionBook.UsedSignalsMax, $"step {step}");
        foreach (var spend in book.Spend)
        {
            Assert.True(spend.Hours.Count <= 25 && spend.Days.Count <= 31, $"step {step}: {spend.Hours.Count} hours, {spend.Days.Count} days");
            Assert.True(spend.Hours.Concat(spend.Days).All(bucket => bucket is { Cents: >= 0, Count: >= 0 }), $"step {step}: below zero");
        }
    }

    private static DateTimeOffset Start(DateTimeOffset at, TimeSpan bucket) => new DateTimeOffset(at.UtcTicks - at.UtcTicks % bucket.Ticks, TimeSpan.Zero).AddTicks(-1);

    private static string Text(DecisionBook book) => Encoding.UTF8.GetString(LedgerJson.Write(book));
}
