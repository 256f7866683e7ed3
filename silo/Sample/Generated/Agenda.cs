using AccountTwins.Domain.Signals;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>What is going to happen to one account: facts with their time, to the second, taken out in order of time, then of entry.</summary>
internal sealed class Agenda(AccountTraits account)
{
    private readonly PriorityQueue<SampleEvent, (DateTimeOffset Time, int Number)> coming = new();
    private int number;

    public void Add(DateTimeOffset time, Fact fact)
    {
        number++;
        time = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
        coming.Enqueue(new SampleEvent(time, account.Key, SourceOf(fact.SignalType.Family), $"{account.Key.Account}-{number}", fact), (time, number));
    }

    /// <summary>Takes out what happens before <paramref name="end"/>.</summary>
    public void TakeBefore(DateTimeOffset end, List<SampleEvent> into)
    {
        while (coming.TryPeek(out var next, out _) && next.Time < end)
            into.Add(coming.Dequeue());
    }

    /// <summary>Nothing more will happen: the customer is gone.</summary>
    public void Clear() => coming.Clear();

    private static string SourceOf(Family family) => family switch
    {
        Family.Usage => "/sample/product",
        Family.Support => "/sample/helpdesk",
        Family.Billing => "/sample/billing",
        Family.Sentiment => "/sample/voice",
        Family.Contract => "/sample/contracts",
        Family.Outcome => "/sample/outcomes",
        _ => "/sample/crm",
    };
}
