namespace AccountTwins.Silo.Api.Health;

/// <summary>Names the grain engine in use: a number measured on one is not a number of the other.</summary>
public sealed class EnginePart : IReadinessPart
{
    private readonly PartState state = new("engine", true, Describe());

    public ValueTask<PartState> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(state);

    /// <summary>Assembly and version that the grain contracts come from: Orleans itself, or the single-process stand-in.</summary>
    public static string Describe()
    {
        var assembly = typeof(IGrainFactory).Assembly.GetName();
        return assembly.Name!.StartsWith("Orleans", StringComparison.Ordinal)
            ? $"Orleans {assembly.Version?.ToString(3)}"
            : "single-process stand-in for Orleans";
    }
}
