using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>The days that agents promised: no second one beside them, whether or not the CRM ever hears of it.</summary>
public sealed partial record DecisionBook
{
    /// <summary>Of more, the one that would stand longest is forgotten: those that bind first stay.</summary>
    public const int PromisesMax = 8;

    /// <summary>Open promises of agents, in the order in which they were made. Not in a book stored before they were kept.</summary>
    public ValueList<AgentPromise> Promises { get; init; } = [];

    /// <summary>The last day on which one that was forgotten for lack of room would have stood; until then one without a day counts as open.</summary>
    public DateOnly? PromisesLackUntil { get; init; }

    public bool MayLackPromises(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime) <= PromisesLackUntil;

    /// <summary>Those that the CRM does not have.</summary>
    public IEnumerable<AgentPromise> PromisesBeside(AccountTwin twin, DateTimeOffset now) => Promises.Where(promise => !promise.IsForgotten(now) && promise.InCrm(twin) is null);

    /// <summary>Numbers of the decisions whose promises the CRM says are kept or broken; null: none. An entry that says so takes them out for good.</summary>
    public ValueList<long>? PromisesOver(AccountTwin twin)
    {
        ValueList<long> over = [.. Promises.Where(promise => promise.InCrm(twin) is { IsOver: true }).Select(promise => promise.Number).Distinct()];
        return over.Count == 0 ? null : over;
    }

    /// <summary>What is asked for names another day than an open promise of its conversation.</summary>
    /// <param name="self">As in <see cref="FactsFor"/>.</param>
    public bool IsPromisedOtherwise(ActionRequest action, string? conversation, AccountTwin twin, DateTimeOffset now, OpenDecision? self)
    {
        if (MayLackPromises(now))
            return true;
        if (Promises.Count == 0)
            return false;
        var named = self is null ? ConversationOf(conversation, now) : self.Conversation;
        return Promises.Any(promise => promise.Conversation == named && !promise.IsForgotten(now) && promise.InCrm(twin) is var word && word?.IsOver != true
            && ((word?.Due ?? promise.Due) is not { } day || day != action.Due));
    }

    private DecisionBook Promising(long number, DateTimeOffset at, string? conversation, ValueList<StepSpend> steps)
    {
        var book = this;
        foreach (var step in steps)
        {
            if (step.Promise is not { } promise)
                continue;
            book = book with { Promises = [.. book.Promises, new AgentPromise(number, at, conversation, promise.Due)] };
            if (book.Promises.Count > PromisesMax)
                book = book.WithoutLongest();
        }

        return book;
    }

    private DecisionBook WithoutLongest()
    {
        var longest = Promises.MaxBy(promise => promise.LastDay())!;
        return this with
        {
            Promises = [.. Promises.Where(promise => !ReferenceEquals(promise, longest))],
            PromisesLackUntil = longest.LastDay() is var day && day > PromisesLackUntil ? day : PromisesLackUntil ?? day,
        };
    }

    private DecisionBook NoLongerPromised(Func<AgentPromise, bool> isOver) =>
        Promises.Any(isOver) ? this with { Promises = [.. Promises.Where(promise => !isOver(promise))] } : this;
}
