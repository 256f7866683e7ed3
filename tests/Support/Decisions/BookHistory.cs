using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Tests.Support.Decisions;

/// <summary>
/// Drives an account's book as the account itself does: judges on what the book says, appends the entry, and keeps its stored bytes. Beside
/// it stands an <see cref="ActsOracle"/> that keeps every act with its time.
/// </summary>
internal sealed class BookHistory
{
    private readonly List<StoredEntry> _entries = [];

    public BookHistory(Situation? situation = null) => Situation = situation ?? Situation.Good(Situation.Action("grant_credit 40 EUR"));

    /// <summary>What is asked under which circumstances, apart from what the book says.</summary>
    public Situation Situation { get; set; }

    public DecisionBook Book { get; private set; } = DecisionBook.Empty;

    public DateTimeOffset Now { get; set; } = Situation.Noon;

    public IReadOnlyList<StoredEntry> Entries => _entries;

    public ActsOracle Oracle { get; } = new();

    public VerdictInput InputFor(ValueList<ActionRequest> actions, string? conversation, OpenDecision? self = null) => Situation.Input with
    {
        Now = Now,
        Request = Situation.Input.Request with { Actions = actions, Conversation = conversation },
        Actions = [.. actions.Select(action => Book.FactsFor(Situation.Facts, action, conversation, Now, self))],
        Override = Book.OverrideAt(Now),
    };

    public DecisionEntry Ask(string actions, string? conversation = "c-1", ulong key = 0) => Ask([.. actions.Split('+').Select(Situation.Action)], conversation, key);

    public DecisionEntry Ask(ValueList<ActionRequest> actions, string? conversation, ulong key = 0)
    {
        var input = InputFor(actions, conversation);
        var verdict = VerdictRules.Decide(input, Situation.Playbook);
        var entry = new DecisionEntry { Input = input, Verdict = verdict, ActionsHash = Fingerprints.OfActions(actions), RequestHash = key + 1 };
        Append(EntryKinds.Decision, entry, key, (book, number) => book.With(number, Now, key, entry));
        Oracle.Asked(Book.LastNumber, entry, Now);
        return entry;
    }

    public void Review(long decision, ReviewVerb verb, DecisionState state, ValueList<ActionRequest>? approved = null, string reviewer = "kim", TimeSpan? useWithin = null)
    {
        var open = Book.Find(decision);
        var verdict = approved is null || open is null ? null : VerdictRules.Decide(InputFor(approved, open.Conversation, open), Situation.Playbook);
        var entry = new ReviewEntry
        {
            Decision = decision, Reviewer = reviewer, IsBeforeSending = true, Verb = verb, State = state, Approved = approved, Verdict = verdict,
            UseBy = state is DecisionState.Approved or DecisionState.ApprovedEdited ? Now + (useWithin ?? TimeSpan.FromHours(8)) : null,
        };
        Append(EntryKinds.Review, entry, 0, (book, number) => book.With(number, Now, entry));
        Oracle.Reviewed(entry, Book.StateOf(decision, Now));
    }

    /// <summary>A person judges afterwards, or what was handed over.</summary>
    public void Judge(long decision, ReviewVerb verb)
    {
        var entry = new ReviewEntry { Decision = decision, Reviewer = "kim", IsBeforeSending = false, Way = ReviewWay.Directed, Verb = verb, State = DecisionState.Closed };
        Append(EntryKinds.Review, entry, 0, (book, number) => book.With(number, Now, entry));
    }

    public PermitEntry Use(long decision, ValueList<ActionRequest> actions, Verdict basis)
    {
        var open = Book.Find(decision)!;
        var input = InputFor(actions, open.Conversation, open).AtUse();
        var verdict = VerdictRules.Decide(input, Situation.Playbook);
        var tighter = Tightness.Of(basis, verdict);
        var entry = new PermitEntry { Decision = decision, Input = input, Verdict = verdict, Tighter = tighter, ExpiresAt = Now.AddSeconds(tighter.Count == 0 ? 60 : 7200) };
        Append(EntryKinds.Permit, entry, 0, (book, number) => book.With(number, Now, entry));
        Oracle.Used(entry, Now);
        return entry;
    }

    public void Report(long decision, DecisionState state, params long[]? actualCents)
    {
        var entry = new OutcomeEntry { Decision = decision, State = state, ActualCents = actualCents is { Length: > 0 } ? [.. actualCents] : null, By = "agent-1" };
        var wasOpen = Book.Find(decision) is not null && Book.StateOf(decision, Now) is not DecisionState.Expired;
        Append(EntryKinds.Outcome, entry, 0, (book, number) => book.With(number, Now, entry));
        if (wasOpen)
            Oracle.Reported(entry, Now);
    }

    /// <summary>What an agent says it did against an answer that left nothing open.</summary>
    public void ReportWithoutLeave(long decision, DecisionEntry asked, params long[] actualCents)
    {
        var entry = new OutcomeEntry { Decision = decision, State = DecisionState.Executed, ActualCents = [.. actualCents], By = "agent-1", WithoutLeave = true };
        entry = entry with { Watched = DecisionBook.WatchedOf(asked, entry) };
        Append(EntryKinds.Outcome, entry, 0, (book, number) => book.With(number, Now, entry));
    }

    /// <summary>A billing signal shows what a decision granted.</summary>
    public void Show(long decision, string signal)
    {
        var entry = new OutcomeEntry { Decision = decision, State = DecisionState.Executed, By = OutcomeEntry.Billing, Signal = signal };
        Append(EntryKinds.Outcome, entry, 0, (book, number) => book.With(number, Now, entry));
    }

    public void Set(OverrideStep step, Latitude? latitude, TimeSpan holds)
    {
        var set = latitude is { } given ? new AccountOverride(given, "because", ["kim", "lee"], Now, Now + holds) : null;
        var entry = new OverrideEntry { Step = step, Override = set, By = "kim" };
        Append(EntryKinds.Override, entry, 0, (book, number) => book.With(number, Now, entry));
    }

    /// <summary>The book that stored entries give, from an earlier book or from the first.</summary>
    public DecisionBook Folded(DecisionBook? snapshot = null)
    {
        var book = snapshot ?? DecisionBook.Empty;
        foreach (var entry in _entries.Where(entry => entry.Number > book.LastNumber))
            book = BookFold.Next(book, entry.Kind, entry.Number, entry.At, entry.Key, entry.Body);
        return book;
    }

    private void Append<T>(string kind, T entry, ulong key, Func<DecisionBook, long, DecisionBook> apply)
    {
        var number = Book.LastNumber + 1;
        Book = apply(Book, number);
        _entries.Add(new StoredEntry(kind, number, Now, key, LedgerJson.Write(entry)));
    }
}

/// <summary>An entry as the ledger keeps it.</summary>
internal sealed record StoredEntry(string Kind, long Number, DateTimeOffset At, ulong Key, byte[] Body);
