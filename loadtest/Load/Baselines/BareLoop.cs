using System.Diagnostics;
using AccountTwins.Domain.Signals;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load.Baselines;

/// <summary>A loop that consumes everything in the log, decodes it or not, and does nothing with it.</summary>
/// <param name="PerSecond">Signals.</param>
internal sealed record BareLoop(double PerSecond)
{
    /// <summary>Microseconds of one signal.</summary>
    public double PerSignal => 1e6 / PerSecond;

    public static BareLoop Run(Place place, bool decodes)
    {
        var rules = new DecodeRules { Now = TimeProvider.System.GetUtcNow() };
        var (count, began) = (0L, 0L);
        foreach (var message in LogReader.Read(place))
        {
            if (began == 0)
                began = Stopwatch.GetTimestamp();
            if (decodes && SignalDecoder.Decode(message, rules).Kind != DecodedKind.Accepted)
                throw new InvalidOperationException("The decoder refused a signal of the workload.");
            count++;
        }

        return new BareLoop(count / Stopwatch.GetElapsedTime(began).TotalSeconds);
    }
}
