using System.Diagnostics.Metrics;
using AccountTwins.Domain.Signals;
using AccountTwins.Silo.Observability;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Observability;

public sealed class IngestionMetricsTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<Instrument> published = [];
    private readonly List<(string Name, double Value, string Tags)> measured = [];
    private readonly MeterListener listener = new();
    private readonly IngestionMetrics metrics;

    public IngestionMetricsTests()
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            // Other tests have meters of the same name in this process; the factory is what tells ours from theirs.
            if (instrument.Meter.Name != MetricCatalogue.Meter || !ReferenceEquals(instrument.Meter.Scope, factory))
                return;
            published.Add(instrument);
            listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        metrics = new IngestionMetrics(factory);
    }

    [Fact]
    public void What_the_meter_publishes_is_what_the_catalogue_lists()
    {
        Assert.Equal(
            MetricCatalogue.All.Select(metric => (metric.Name, metric.Unit, metric.Text)).Order(),
            published.Select(instrument => (instrument.Name, instrument.Unit!, instrument.Description!)).Order());
    }

    [Fact]
    public void Every_measurement_carries_exactly_the_tags_of_its_row()
    {
        metrics.Signal(Family.Usage, SignalOutcome.Applied);
        metrics.DeadLetter("decode", "bad_json");
        metrics.Replayed("behind", 3);
        metrics.Applied(TimeSpan.FromMilliseconds(1));
        metrics.Checkpointed(TimeSpan.FromMilliseconds(1), CheckpointOutcome.Committed);
        metrics.Lag("signals.usage", 2, 10, 1.5);
        listener.RecordObservableInstruments();

        foreach (var metric in MetricCatalogue.All)
        {
            var (_, _, tags) = Assert.Single(measured, entry => entry.Name == metric.Name);
            Assert.Equal(metric.Tags, tags.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(tag => tag.Split('=')[0]));
        }
    }

    [Fact]
    public void A_signal_is_counted_by_family_and_outcome()
    {
        metrics.Signal(Family.Billing, SignalOutcome.Repeated, 4);

        Assert.Contains((MetricCatalogue.Signals.Name, 4d, "family=billing,outcome=repeated"), measured);
    }

    [Fact]
    public void A_forgotten_partition_reports_no_lag()
    {
        metrics.Lag("signals.usage", 0, 10, 1);
        metrics.Lag("signals.usage", 1, 20, 2);
        metrics.Forget("signals.usage", 0);

        listener.RecordObservableInstruments();

        Assert.Equal([(MetricCatalogue.LagSignals.Name, 20d, "topic=signals.usage,partition=1")], measured.Where(entry => entry.Name == MetricCatalogue.LagSignals.Name));
    }

    [Fact]
    public void Reasons_beyond_the_bound_share_one_series()
    {
        for (var index = 0; index < 300; index++)
            metrics.DeadLetter("decode", $"reason_{index}");

        Assert.True(measured.Select(entry => entry.Tags).Distinct().Count() <= 201);
        Assert.Contains(measured, entry => entry.Tags == "stage=decode,reason=other");
    }

    public void Dispose()
    {
        listener.Dispose();
        metrics.Dispose();
        services.Dispose();
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        measured.Add((instrument.Name, value, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}
