using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Risk;

/// <summary>The open flag, the flags before it and what the next evaluation needs to know. Immutable.</summary>
public sealed record RiskState
{
    /// <summary>Closed flags that are kept, newest first.</summary>
    public const int HistoryMax = 8;

    /// <summary>Warning signals that are kept, newest first.</summary>
    public const int WarningsMax = 12;

    public static readonly RiskState Calm = new();

    public RiskFlag? Open { get; init; }

    public ValueList<RiskFlag> History { get; init; } = [];

    /// <summary>The newest signals that speak of risk, whether or not a flag opened.</summary>
    public RiskSignals Warnings { get; init; } = [];

    /// <summary>Since when health has been above the closing threshold while a flag is open.</summary>
    public DateTimeOffset? CalmSince { get; init; }

    /// <summary>Since when use has been far below the account's own normal.</summary>
    public DateTimeOffset? UseFellSince { get; init; }

    /// <summary>Flags ever opened.</summary>
    public int Flags { get; init; }

    /// <summary>The last band that was known; unknown until there was one. An account about which nothing is known keeps it.</summary>
    public HealthBand Band { get; init; }

    /// <summary>How often one known band followed another.</summary>
    public int Crossings { get; init; }

    internal RiskState Seen(HealthBand band) => band == HealthBand.Unknown || band == Band
        ? this
        : this with { Band = band, Crossings = Band == HealthBand.Unknown ? Crossings : Crossings + 1 };

    internal RiskState Warned(RiskSignal signal)
    {
        var warnings = Warnings.With(signal, WarningsMax);
        return warnings.Equals(Warnings) ? this : this with { Warnings = warnings };
    }

    internal RiskState Closed(DateTimeOffset at, RiskEnd end)
    {
        if (Open is null)
            return this;
        var history = History.Items.Insert(0, Open with { ClosedAt = at, End = end });
        return this with
        {
            Open = null,
            CalmSince = null,
            History = new(history.Length > HistoryMax ? history.RemoveAt(HistoryMax) : history),
        };
    }
}
