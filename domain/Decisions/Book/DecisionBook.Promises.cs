using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>The days that agents promised with leave: no second one beside them, whether or not the CRM ever hears of it.</summary>
public sealed partial record DecisionBook
{
    /// <summary>Of more, the one furthest away is forgotten: those that bind first stay.</summary>
    public const int PromisesMax = 8;

    /// <summary>Open promises of agents, in the order in which they were permitted. Not in a book stored before they were kept.</summary>
    public ValueList<AgentPromise> Promises { get; init; } = [];

    /// <summary>What is asked for names another day than a promise of its conversation that is open.</summary>
    /// <param name="self">As in <see cref="FactsFor"/>.</param>
    public bool IsPromisedOtherwise(ActionRequest action, string? conversation, AccountTwin twin, DateTimeOffset now, OpenDecision? self)
    {
        if (Promises.Count == 0)
            return false;
        var named = self is null ? ConversationOf(conversation, now) : self.Conversation;
        return Promises.Any(promise => promise.Conversation == named && (promise.Due is null || promise.Due != action.Due) && promise.IsOpen(twin, now));
    }

    private DecisionBook Promising(long number, DateTimeOffset at, string agent, string? conversation, ValueList<StepSpend> steps)
    {
        var promises = Promises;
        foreach (var step in steps)
        {
            if (step.Promise is not { } promise)
                continue;
            if (promises.Count == PromisesMax)
                promises = [.. promises.Where(known => !ReferenceEquals(known, promises.MaxBy(each => each.Due ?? DateOnly.MinValue)))];
            promises = [.. promises, new AgentPromise(number, at, agent, conversation, promise.Due)];
        }

        return this with { Promises = promises };
    }

    private DecisionBook NoLongerPromised(Func<AgentPromise, bool> isOver) =>
        Promises.Any(isOver) ? this with { Promises = [.. Promises.Where(promise => !isOver(promise))] } : this;
}
