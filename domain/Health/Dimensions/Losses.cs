namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>Adds up what speaks against full health in one dimension; with a list, also why.</summary>
internal struct Losses(List<Finding>? findings)
{
    /// <summary>All that was taken so far.</summary>
    public double Sum { get; private set; }

    /// <summary>1 less all losses, never below 0.</summary>
    public readonly double Value => Math.Clamp(1 - Sum, 0, 1);

    public static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    public void Take(double loss, FindingCode code, DateTimeOffset since, double first, double second = 0)
    {
        if (loss <= 0)
            return;
        Sum += loss;
        findings?.Add(new Finding(code, since, Math.Min(1, loss), first, second));
    }
}
