namespace AccountTwins.LoadTest.Load;

/// <summary>A bar of the architecture: a number that must not be exceeded, or must be reached. What could not be measured passes none.</summary>
internal sealed record Bar(double Limit, bool IsCeiling)
{
    public static Bar AtLeast(double limit) => new(limit, IsCeiling: false);

    public static Bar AtMost(double limit) => new(limit, IsCeiling: true);

    public bool Holds(double value) => IsCeiling ? value <= Limit : value >= Limit;
}
