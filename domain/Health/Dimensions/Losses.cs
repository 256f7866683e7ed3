namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>Adds up what speaks against full health in one dimension; with a list, also why.</summary>
internal struct Losses(List<Finding>? findings)
{
    private double _sum;

    /// <summary>1 less all losses, never below 0.</summary>
    public readonly double Value => Math.Clamp(1 - _sum, 0, 1);

    public void Take(double loss, FindingCode code, DateTimeOffset since, double first, double second = 0)
    {
        if (loss <= 0)
            return;
        _sum += loss;
        findings?.Add(new Finding(code, since, Math.Min(1, loss), first, second));
    }
}
