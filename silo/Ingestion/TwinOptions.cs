using System.ComponentModel.DataAnnotations;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Twins in this silo's memory. Section <c>Twins</c>.</summary>
public sealed class TwinOptions
{
    public const string Section = "Twins";

    /// <summary>
    /// Twins that are awake at once; the others rest packed, in a fifth of the memory, and take some 20 µs to wake. Default 20,000: some 350 MB.
    /// </summary>
    [Range(1, 10_000_000)]
    public int AwakeMax { get; set; } = AwakeTwins.Max;
}
