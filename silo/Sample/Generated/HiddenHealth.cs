namespace AccountTwins.Silo.Sample.Generated;

/// <summary>
/// The truth that no signal shows: how well an account does, 0 to 1. It moves week by week towards a target of its own that now and
/// then changes, and what befalls the account pushes it. Everything else in the sample follows from it, with noise.
/// </summary>
internal sealed class HiddenHealth
{
    private const double Pull = 0.12, Noise = 0.04, TurnsPerWeek = 0.012, Memory = 0.12;
    private readonly SampleRandom random;
    private double target;

    public HiddenHealth(SampleRandom random)
    {
        this.random = random;
        target = Within(0.62 + 0.17 * random.Normal());
        Level = Within(target + 0.08 * random.Normal());
        Recent = Level;
    }

    public double Level { get; private set; }

    /// <summary>Level of about the last two months: what people remember when they decide about a renewal.</summary>
    public double Recent { get; private set; }

    /// <summary>How bad it is, 0 to 1.</summary>
    public double Strain => 1 - Level;

    public void NextWeek()
    {
        if (random.Chance(TurnsPerWeek))
            target = Within(target - 0.12 + 0.25 * random.Normal());
        Level = Within(Level + Pull * (target - Level) + Noise * random.Normal());
        Recent += Memory * (Level - Recent);
    }

    /// <summary>Something happened: positive is good.</summary>
    public void Push(double amount) => Level = Within(Level + amount);

    private static double Within(double value) => Math.Clamp(value, 0.03, 0.98);
}
