using AccountTwins.Domain.Risk;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Mapping;

/// <summary>An open risk flag with what stands behind it.</summary>
internal static class FlagViewOf
{
    public static AccountFlagView Flag(RiskFlag flag) => new()
    {
        Kind = WireWords<RiskCause>.Of(flag.Cause),
        OpenedAt = flag.OpenedAt,
        ScoreAtOpening = flag.ScoreTenths / 10m,
        FirstFamily = flag.FirstFamily == Family.Unspecified ? null : WireWords<Family>.Of(flag.FirstFamily),
        FirstShownAt = flag.FirstShownAt,
        Evidence = [.. flag.Evidence.Select(Evidence)],
    };

    private static AccountEvidenceView Evidence(RiskSignal signal) => new()
    {
        // Silence has no signal behind it.
        Type = SignalCatalogue.Find(signal.TypeNumber)?.WireName ?? "silence",
        At = signal.Stamp.Time,
        Text = signal.Text.Length == 0 ? null : signal.Text,
        Source = signal.Source.Length == 0 ? null : signal.Source,
        Id = signal.Id.Length == 0 ? null : signal.Id,
    };
}
