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
        var (matrix, found) = Make(cell);
        fault = found?.Text;
        return matrix;
    }

    /// <summary>The matrix, or the first cell that is wrong.</summary>
    public static (LatitudeMatrix? Matrix, MatrixFault? Fault) Make(Func<ValueTier, HealthBand, Latitude> cell)
    {
        MatrixFault? fault = null;
        var cells = new Latitude[Higher.Length * Worse.Length];
        for (var row = 0; row < Higher.Length; row++)
        {
            for (var column = 0; column < Worse.Length; column++)
            {
                var latitude = cells[row * Worse.Length + column] = cell(Higher[row], Worse[column]);
                if (latitude == Latitude.Unspecified)
                    fault ??= Fault(row, column, "has no latitude");
                else if (column > 0 && latitude > cells[row * Worse.Length + column - 1])
                    fault ??= Fault(row, column, $"is looser than {Name(row, column - 1)}");
                else if (row > 0 && latitude > cells[(row - 1) * Worse.Length + column])
                    fault ??= Fault(row, column, $"is looser than {Name(row - 1, column)}");
            }
        }

        return fault is null ? (new LatitudeMatrix([.. cells]), null) : (null, fault);
    }

    private static MatrixFault Fault(int row, int column, string text) => new(Higher[row], Worse[column], $"{Name(row, column)} {text}");

    private static int Row(ValueTier tier) => Array.IndexOf(Higher, tier);

    private static string Name(int row, int column)
    {
        var tier = Higher[row] == ValueTier.Unspecified ? "unknown" : Higher[row].ToString().ToLowerInvariant();
        return $"{tier} × {HealthScore.NameOf(Worse[column])}";
    }
}

/// <summary>The first cell that is wrong, and why.</summary>
public sealed record MatrixFault(ValueTier Tier, HealthBand Band, string Text);
