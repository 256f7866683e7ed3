using System.Reflection;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Silo.Api.Health;

/// <summary>Names the grain engine in use: a number measured on one is not a number of the other.</summary>
public sealed class EnginePart : IReadinessPart
{
    private readonly PartState state = new("engine", true, Describe());

    public ValueTask<PartState> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(state);

    /// <summary>Assembly and version that the grain contracts come from: Orleans itself, or the single-process stand-in.</summary>
    public static string Describe()
    {
        var assembly = typeof(IGrainFactory).Assembly;
        return assembly.GetName().Name!.StartsWith("Orleans", StringComparison.Ordinal)
            ? $"Orleans {VersionOf(assembly)}"
            : "single-process stand-in for Orleans";
    }

    /// <summary>Orleans keeps its assembly version for a whole major release; the package's is the first word of <c>10.4.2. Commit Hash: 0a1b2c</c>.</summary>
    private static string? VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split(' ', '+')[0].TrimEnd('.')
        ?? assembly.GetName().Version?.ToString(3);
}
