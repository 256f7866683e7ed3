using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks;

/// <summary>
/// One latitude for each value tier and health band. Checked when it is made: a worse band or a higher tier never has more latitude, and
/// unknown (tier or band) has no more than the strictest known one.
/// </summary>
public sealed record LatitudeMatrix
{
    private static readonly HealthBand[] Worse = [HealthBand.Healthy, HealthBand.Watch, HealthBand.AtRisk, HealthBand.Unknown];

    private static readonly ValueTier[] Higher = [ValueTier.Small, ValueTier.Mid, ValueTier.Strategic, ValueTier.Global, ValueTier.Unspecified];

    private readonly ValueList<Latitude> _cells;

    private LatitudeMatrix(ValueList<Latitude> cells) => _cells = cells;

    /// <summary>The cell of a tier and a band; an unknown tier is <see cref="ValueTier.Unspecified"/>.</summary>
    public Latitude this[ValueTier tier, HealthBand band] => _cells[Row(tier) * Worse.Length + Array.IndexOf(Worse, band)];

    /// <summary>
    /// The matrix with a cell for each pair, or null with <paramref name="fault"/> saying which cell is looser than a better or smaller one.
    /// </summary>
    public static LatitudeMatrix? TryCreate(Func<ValueTier, HealthBand, Latitude> cell, out string? fault)
    {
        fault = null;
        var cells = new Latitude[Higher.Length * Worse.Length];
        for (var row = 0; row < Higher.Length; row++)
        {
            for (var column = 0; column < Worse.Length; column++)
            {
                var latitude = cells[row * Worse.Length + column] = cell(Higher[row], Worse[column]);
                if (latitude == Latitude.Unspecified)
                    fault ??= $"{Name(row)} × {HealthScore.NameOf(Worse[column])} has no latitude";
                else if (column > 0 && latitude > cells[row * Worse.Length + column - 1])
                    fault ??= $"{Name(row)} × {HealthScore.NameOf(Worse[column])} is looser than {Name(row)} × {HealthScore.NameOf(Worse[column - 1])}";
                else if (row > 0 && latitude > cells[(row - 1) * Worse.Length + column])
                    fault ??= $"{Name(row)} × {HealthScore.NameOf(Worse[column])} is looser than {Name(row - 1)} × {HealthScore.NameOf(Worse[column])}";
            }
        }

        return fault is null ? new LatitudeMatrix([.. cells]) : null;
    }

    private static int Row(ValueTier tier) => Array.IndexOf(Higher, tier);

    private static string Name(int row) => Higher[row] == ValueTier.Unspecified ? "unknown" : Higher[row].ToString().ToLowerInvariant();
}
