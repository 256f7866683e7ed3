using System.Diagnostics.Metrics;
using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Silo.Storage.Ledger;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>The store counts what it does: rows by outcome, batches, reads.</summary>
public sealed class StorageMetricsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Every_row_is_counted_by_how_it_ended(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        var counts = new Dictionary<string, double>();
        using var listener = Listen(host.Services.GetRequiredService<IMeterFactory>(), counts);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => host.Twins.WriteAsync(Rows.New(Rows.Key($"a{i}")), default)));
        await host.Twins.WriteAsync(Rows.New(Rows.Key("a1")), default);
        await host.Twins.WriteAsync(Rows.New(Rows.Key("bad"), Rows.Columns("\0")), default);
        await host.Twins.ReadAsync(Rows.Key("a1"), default);
        await host.Twins.ReadVersionAsync(Rows.Key("a1"), default);

        var subject = Chains.Scenario("s");
        await host.Ledger.AppendAsync(subject.Append(subject.Entries(2)), default);
        await host.Ledger.AppendAsync(subject.Append(subject.Entries(2)), default);
        await host.Ledger.AppendAsync(subject.Append([]), default);
        await host.Ledger.ReadTailAsync(subject, default);

        lock (counts)
        {
            Assert.Equal(10, counts[$"{StorageMetrics.WriteResults} written"]);
            Assert.Equal(1, counts[$"{StorageMetrics.WriteResults} conflict"]);
            Assert.Equal(1, counts[$"{StorageMetrics.WriteResults} refused"]);
            Assert.Equal(1, counts[$"{StorageMetrics.Reads} state"]);
            Assert.Equal(1, counts[$"{StorageMetrics.Reads} version"]);
            Assert.Equal(11, counts[$"{StorageMetrics.WriteBatchSize} "]);
            Assert.Equal(1, counts[$"{StorageMetrics.AppendResults} appended"]);
            Assert.Equal(1, counts[$"{StorageMetrics.AppendResults} conflict"]);
            Assert.Equal(1, counts[$"{StorageMetrics.AppendResults} refused"]);
            Assert.Equal(2, counts[$"{StorageMetrics.AppendBatchSize} "]);
            Assert.Equal(1, counts[$"{StorageMetrics.Reads} tail"]);
            Assert.Contains($"{StorageMetrics.AppendDuration} answered", counts.Keys);
            Assert.Contains($"{StorageMetrics.WriteDuration} answered", counts.Keys);
            Assert.Contains($"{StorageMetrics.ReadDuration} state", counts.Keys);
        }
    }

    /// <summary>Sums what is measured by this host's meter, by instrument and tag.</summary>
    private static MeterListener Listen(IMeterFactory factory, Dictionary<string, double> counts)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == StorageMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = $"{instrument.Name} {(tags.IsEmpty ? null : tags[0].Value)}";
            lock (counts)
                counts[name] = counts.GetValueOrDefault(name) + value;
        }
    }
}
