namespace AccountTwins.Tests.Faults;

/// <summary>Tests that start whole silos run one after another and beside nothing else: their limits of time mean a machine that has time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultsCollection
{
    public const string Name = "faults";
}
