using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Learning.Lessons;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Grains.Learning;

/// <summary>A tenant's lessons on their chain: decides by <see cref="LessonBook"/>, answers after the entry is durable.</summary>
public sealed partial class LessonGrain(ILedgerStore store, TimeProvider clock, ILogger<LessonGrain> logger) : Grain, ILessonGrain
{
    private ChainState<LessonBook>? _chain;

    private LedgerSubject Subject => LedgerSubject.OfLessons(this.GetPrimaryKeyString());

    private ChainState<LessonBook> Chain => _chain ??= new ChainState<LessonBook>(
        Subject, store, LessonBook.Empty, (book, kind, at, body) => book.With(LessonEntry.Read(kind, body), at));

    public Task<LessonsReply> Propose(LessonProposal proposal) => GuardedAsync(async () =>
    {
        var text = LessonDraft.TextOf(proposal.Text);
        if (text.Length == 0 || proposal.Fault.Length == 0)
            return Refused("bad_lesson");
        var key = Hash64.Of(Encoding.UTF8.GetBytes($"lesson\n{proposal.Review}"));
        key = key == 0 ? 1 : key;
        if (await store.FindKeyAsync(Subject, key, CancellationToken.None) is not null)
            return Replied(TwinStanding.Ready);
        var draft = new LessonDraft(
            proposal.Scenario, proposal.Action, proposal.Account, proposal.Decision, proposal.Release, proposal.Fault, text, proposal.Author, proposal.ReviewedAt);

        // One try: after another activation's entry the key must be looked up again, which the caller's repeat does.
        return await ChangeAsync(key, triesMax: 1, book => new LessonEntry.Proposed(Chain.Number + 1, draft, book.NoRoomFor(LessonState.Proposed, draft.Scenario)));
    });

    public Task<LessonsReply> Decide(LessonAsk ask) => GuardedAsync(() => ask.Act switch
    {
        "approve" => ChangeAsync(0, triesMax: 3, book => new LessonEntry.Approved(
            ask.Id, ask.Text, ask.IsForAccount ? LessonReach.Account : LessonReach.Scenario, ask.By,
            book.Find(ask.Id) is { } lesson ? book.NoRoomFor(LessonState.Approved, lesson.Scenario, ask.Id) : [])),
        "decline" => ChangeAsync(0, triesMax: 3, _ => new LessonEntry.Declined(ask.Id, ask.By, ask.Reason)),
        "retire" => ChangeAsync(0, triesMax: 3, _ => new LessonEntry.Retired(ask.Id, ask.By, ask.Reason ?? "")),
        _ => Task.FromResult(Refused("bad_lesson")),
    });

    public Task<LessonsReply> ReadLessons(long knownVersion) => GuardedAsync(async () =>
    {
        await Chain.VerifiedAsync(CancellationToken.None);
        return Replied(TwinStanding.Ready) with { Version = Chain.Number, Book = knownVersion == Chain.Number ? null : LedgerJson.Write(Chain.State) };
    });

    private async Task<LessonsReply> ChangeAsync(ulong key, int triesMax, Func<LessonBook, LessonEntry> make)
    {
        string? refusal = null;
        var end = await Chain.ChangeAsync(
            book =>
            {
                var (entry, now) = (make(book), clock.GetUtcNow());
                refusal = book.Refusal(entry);
                var next = refusal is null ? book.With(entry, now) : book;
                return ReferenceEquals(next, book) ? null : new(LessonEntry.KindOf(entry), now, key, LessonEntry.Write(entry), next);
            },
            CancellationToken.None,
            triesMax);
        return end switch
        {
            AppendEnd.Appended => new LessonsReply { Standing = TwinStanding.Ready, Refusal = refusal, Version = Chain.Number },
            AppendEnd.Conflict => Replied(TwinStanding.Superseded),
            AppendEnd.Refused => Replied(TwinStanding.Refused),
            _ => Replied(TwinStanding.StoreUnavailable),
        };
    }

    private async Task<LessonsReply> GuardedAsync(Func<Task<LessonsReply>> act)
    {
        try
        {
            return await act();
        }
        catch (StoreUnavailableException)
        {
            return Replied(TwinStanding.StoreUnavailable);
        }
        catch (JsonException exception)
        {
            LogUnreadable(exception, this.GetPrimaryKeyString());
            return Replied(TwinStanding.Unreadable);
        }
    }

    private static LessonsReply Replied(TwinStanding standing) => new() { Standing = standing };

    private static LessonsReply Refused(string code) => new() { Standing = TwinStanding.Ready, Refusal = code };

    [LoggerMessage(2130, LogLevel.Error, "The lessons of tenant {Tenant} cannot be read by this release: agents are shown those that this silo knows.")]
    private partial void LogUnreadable(Exception exception, string tenant);
}
