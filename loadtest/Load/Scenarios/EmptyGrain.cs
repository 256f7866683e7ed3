namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>A grain that holds nothing: what it weighs is the engine's share of every twin.</summary>
[Alias("accounttwins.loadtest.IEmptyGrain")]
public interface IEmptyGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    Task Touch();
}

/// <summary>See <see cref="IEmptyGrain"/>.</summary>
public sealed class EmptyGrain : Grain, IEmptyGrain
{
    public Task Touch() => Task.CompletedTask;
}
