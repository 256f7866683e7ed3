using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AccountTwins.Tests.Support;

/// <summary>Sums of one counter, or how often one histogram was told something, by tags; of one factory's meters, because other tests have meters of the same name in this process.</summary>
internal sealed class CountedMeasurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    public CountedMeasurements(IMeterFactory meters, string name)
    {
        _listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, meters))
                listening.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            _sums.AddOrUpdate(string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")), value, (_, sum) => sum + value));
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
            _sums.AddOrUpdate(string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")), 1, (_, count) => count + 1));
        _listener.Start();
    }

    public IReadOnlyDictionary<string, long> ByTags => _sums;

    public void Dispose() => _listener.Dispose();
}
