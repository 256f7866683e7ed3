using AccountTwins.Domain.Health;
using AccountTwins.Domain.Risk;

namespace AccountTwins.LoadTest.Calibration;

/// <summary>What one twin told at one moment, and what then became of the account: the label is read afterwards, never by the twin.</summary>
public sealed record Moment(DateTimeOffset At, HealthScore Score, RiskFlag? OpenFlag)
{
    /// <summary>When the account left, if it ever did.</summary>
    public DateTimeOffset? ChurnedAt { get; init; }

    /// <summary>How bad it looks: 0 to 100, null where the score is unknown.</summary>
    public double? Badness => 100 - (double?)Score.Points;

    /// <summary>Open for something that was seen coming: a notice given is no forecast.</summary>
    public bool IsForecast => OpenFlag is { Cause: not RiskCause.Cancellation };

    public bool ChurnsWithin(int days) => ChurnedAt is { } churned && churned > At && churned - At <= TimeSpan.FromDays(days);

    /// <summary>The badness of one dimension, 0 to 1; null where it has nothing to say.</summary>
    public double? BadnessOf(Dimension dimension)
    {
        foreach (var driver in Score.Drivers)
        {
            if (driver.Dimension == dimension && driver.Tenths - driver.Change > 0)
                return (double)-driver.Change / (driver.Tenths - driver.Change);
        }

        return null;
    }
}

/// <summary>A renewal or a churn, and what the twin told 30, 60 and 90 days before it, where that lies in the term that was decided on.</summary>
public sealed record Decided(DateTimeOffset At, bool Churned, IReadOnlyList<Moment?> Before)
{
    public static readonly IReadOnlyList<int> Days = [30, 60, 90];
}
