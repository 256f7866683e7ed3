namespace AccountTwins.Domain.Learning;

/// <summary>
/// Average run lengths of the Bernoulli CUSUM, exact: on its lattice it is a Markov chain whose states are the values below the threshold.
/// Sources: D. Brook and D. A. Evans, An approach to the probability distribution of CUSUM run length, Biometrika 59 (1972), 539–549; for
/// the Bernoulli chart Reynolds and Stoumbos (1999), see <see cref="CusumDesign"/>.
/// </summary>
public static class CusumTheory
{
    /// <summary>Lattice steps. A threshold that high is reached at no rate that anybody would call acceptable.</summary>
    public const long ThresholdMax = 4096;

    /// <summary>Reviews until the signal on average from a fresh start: ARL0 at the acceptable rate, ARL1 at another.</summary>
    /// <param name="disagreement">True rate, above 0 and below 1.</param>
    /// <param name="design">Rise and threshold of at most <see cref="ThresholdMax"/>.</param>
    /// <param name="reviewsMin">It may not signal before so many, 1 or more.</param>
    public static double Reviews(double disagreement, CusumDesign design, int reviewsMin)
    {
        var left = FromEach(disagreement, design);
        var height = (int)design.Threshold;
        // The first reviewsMin − 1 steps can't signal; like the chart itself they stop at the threshold.
        var start = new double[height + 1];
        start[0] = 1;
        for (var step = 1; step < reviewsMin; step++)
            start = Step(start, disagreement, design.Rise);
        var total = reviewsMin - 1.0;
        for (var value = 0; value <= height; value++)
        {
            if (start[value] == 0)
                continue;
            var up = value + design.Rise >= height ? 0 : left[value + design.Rise];
            var down = value - 1 >= height ? 0 : left[Math.Max(0, value - 1)];
            total += start[value] * (1 + (disagreement * up) + ((1 - disagreement) * down));
        }

        return total;
    }

    /// <summary>
    /// Reviews until the signal on average when quality changes after a long time at another rate, so that the value is somewhere and not
    /// at 0: the average of the run lengths over where the restarting chain then is. The few first reviews without a signal are left out.
    /// </summary>
    public static double ReviewsAfterChange(double before, double after, CusumDesign design)
    {
        var left = FromEach(after, design);
        var where = Stationary(before, design);
        var total = 0.0;
        for (var value = 0; value < where.Length; value++)
            total += where[value] * left[value];
        return total;
    }

    /// <summary>
    /// The lowest threshold at which all scenarios of a tenant together expect at most so many false tightenings a quarter. Rates of false
    /// alarms add up: with one threshold for all it is the tenant's total that counts, however it is spread over the scenarios.
    /// </summary>
    /// <param name="falseAlarmsPerQuarter">Above 0; default of the playbook 1.</param>
    /// <param name="reviewsPerQuarter">Of all scenarios, audits and reviews before sending together, 0 or more.</param>
    /// <param name="acceptable">p0, true disagreement at which an alarm is false.</param>
    /// <param name="unacceptable">p1, disagreement to be found soon.</param>
    /// <param name="reviewsMin">No signal before so many reviews.</param>
    /// <param name="distanceMin">Reviews between false alarms that even a tiny tenant gets.</param>
    /// <remarks>
    /// From a fresh start the chain is monotone, so its run length is new-better-than-used and the expected number of alarms in n reviews is at
    /// most n/ARL0: Barlow and Proschan, Statistical Theory of Reliability (1975), chapter 6.
    /// </remarks>
    public static CusumDesign ThresholdFor(
        double falseAlarmsPerQuarter, double reviewsPerQuarter, double acceptable, double unacceptable, int reviewsMin = 5, double distanceMin = 100)
    {
        var rise = CusumDesign.RiseOf(acceptable, unacceptable);
        var distance = Math.Max(distanceMin, reviewsPerQuarter / falseAlarmsPerQuarter);
        long low = rise + 1, high = low;
        while (high < ThresholdMax && Reviews(acceptable, new(rise, high), reviewsMin) < distance)
            (low, high) = (high + 1, Math.Min(high * 2, ThresholdMax));
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Reviews(acceptable, new(rise, middle), reviewsMin) < distance)
                low = middle + 1;
            else
                high = middle;
        }

        return new(rise, high);
    }

    /// <summary>
    /// Solves N(s) = 1 + p·N(s + rise) + (1 − p)·N(max(s − 1, 0)), N = 0 from the threshold on. Only one line stands below the diagonal, so going
    /// up once turns it into N(s) = c + Σ aₖ·N(s + k), and going down once gives the values: threshold × rise steps.
    /// </summary>
    private static double[] FromEach(double disagreement, CusumDesign design)
    {
        if (!(disagreement > 0 && disagreement < 1))
            throw new ArgumentOutOfRangeException(nameof(disagreement), disagreement, "A rate lies above 0 and below 1.");
        if (design.Rise < 1 || design.Threshold <= design.Rise || design.Threshold > ThresholdMax)
            throw new ArgumentOutOfRangeException(nameof(design), design, $"The threshold lies above the rise and is at most {ThresholdMax}.");
        var (height, rise, agreement) = ((int)design.Threshold, design.Rise, 1 - disagreement);
        var constant = new double[height];
        var ahead = new double[height, rise + 1];
        constant[0] = 1 / disagreement;
        ahead[0, rise] = 1;
        for (var state = 1; state < height; state++)
        {
            var own = 1 - (agreement * ahead[state - 1, 1]);
            constant[state] = (1 + (agreement * constant[state - 1])) / own;
            for (var k = 1; k < rise; k++)
                ahead[state, k] = agreement * ahead[state - 1, k + 1] / own;
            ahead[state, rise] = disagreement / own;
        }

        var reviews = constant;
        for (var state = height - 1; state >= 0; state--)
        {
            for (var k = 1; k <= rise && state + k < height; k++)
                reviews[state] += ahead[state, k] * reviews[state + k];
        }

        return reviews;
    }

    /// <summary>One step of the distribution without signalling: what reaches the top stays there as the chart itself does.</summary>
    private static double[] Step(double[] at, double disagreement, int rise)
    {
        var next = new double[at.Length];
        for (var value = 0; value < at.Length; value++)
        {
            next[Math.Min(value + rise, at.Length - 1)] += disagreement * at[value];
            next[Math.Max(value - 1, 0)] += (1 - disagreement) * at[value];
        }

        return next;
    }

    /// <summary>Where the chain that restarts at 0 after each signal is in the long run; the power method, its rounds bounded.</summary>
    private static double[] Stationary(double disagreement, CusumDesign design)
    {
        const int roundsMax = 20_000;
        const double enough = 1e-10;
        var at = new double[(int)design.Threshold];
        at[0] = 1;
        for (var round = 0; round < roundsMax; round++)
        {
            var next = new double[at.Length];
            for (var value = 0; value < at.Length; value++)
            {
                var up = value + design.Rise;
                next[up < at.Length ? up : 0] += disagreement * at[value];
                next[Math.Max(value - 1, 0)] += (1 - disagreement) * at[value];
            }

            var moved = 0.0;
            for (var value = 0; value < at.Length; value++)
                moved += Math.Abs(next[value] - at[value]);
            at = next;
            if (moved < enough)
                break;
        }

        return at;
    }
}
