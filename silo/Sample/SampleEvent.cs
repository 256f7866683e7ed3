using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Silo.Sample;

/// <summary>One fact of a sample, before it becomes a CloudEvent. <paramref name="Source"/> and <paramref name="Id"/> identify it, as on the wire.</summary>
public readonly record struct SampleEvent(DateTimeOffset Time, AccountKey Account, string Source, string Id, Fact Fact)
{
    public Family Family => Fact.SignalType.Family;
}
