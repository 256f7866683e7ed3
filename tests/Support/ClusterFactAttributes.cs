using AccountTwins.Silo.Api.Health;

namespace AccountTwins.Tests.Support;

/// <summary>A fact about several silos; skipped, and says so, on the stand-in, which has one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = SkipReason!;

    /// <summary>Null where silos can form a cluster.</summary>
    internal static string? SkipReason { get; } = EnginePart.Describe().StartsWith("Orleans ", StringComparison.Ordinal)
        ? null
        : "The stand-in for Orleans is a single process: it has no cluster.";
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterTheoryAttribute : TheoryAttribute
{
    public ClusterTheoryAttribute() => Skip = ClusterFactAttribute.SkipReason!;
}

/// <summary>The same over PostgreSQL, where silos find each other.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterOnPostgresFactAttribute : ClusterFactAttribute
{
    public ClusterOnPostgresFactAttribute() => Skip ??= PostgresEnvironment.SkipReason!;
}
