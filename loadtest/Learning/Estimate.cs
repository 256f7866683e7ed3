namespace AccountTwins.LoadTest.Learning;

/// <summary>A mean of independent runs with its standard error.</summary>
public readonly record struct Estimate(int Runs, double Sum, double Squares)
{
    public double Mean => Sum / Runs;

    public double Error => Math.Sqrt(Math.Max(0, (Squares / Runs) - (Mean * Mean)) / Runs);

    public Estimate With(double value) => new(Runs + 1, Sum + value, Squares + (value * value));
}
