namespace AccountTwins.LoadTest.Workload;

/// <summary>What traffic to make up. The same options give the same bytes in the same order.</summary>
public sealed record WorkloadOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>Distinct, valid signals. Repetitions, malformed messages and heartbeats come on top.</summary>
    public int Signals { get; init; } = 200_000;

    public int Accounts { get; init; } = 2_000;

    /// <summary>Exponent of the Zipf law of the accounts' activity; 0 = all alike.</summary>
    public double Skew { get; init; } = 0.9;

    /// <summary>Share of all signals that go to one account.</summary>
    public double HotShare { get; init; } = 0.2;

    /// <summary>Share of signals that the producer sends again soon after, same source and id.</summary>
    public double RepeatShare { get; init; } = 0.02;

    /// <summary>Share of signals that happened days or months before their neighbours.</summary>
    public double LateShare { get; init; } = 0.01;

    /// <summary>Share of signals that are minutes out of order.</summary>
    public double DisorderShare { get; init; } = 0.05;

    /// <summary>Malformed messages per signal.</summary>
    public double MalformedShare { get; init; } = 0.005;

    /// <summary>Days that the traffic spans; it ends at <see cref="End"/>.</summary>
    public int Days { get; init; } = 90;

    public required DateTimeOffset End { get; init; }

    /// <summary>
    /// True when an account's signals reach its twin in the order they were sent: all families in one topic. Otherwise only accounts
    /// with few signals get repetitions: a twin remembers its last 128 signals, and another topic may bring more than that in between.
    /// </summary>
    public bool IsOrdered { get; init; }
}
