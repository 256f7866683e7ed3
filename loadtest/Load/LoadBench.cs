using AccountTwins.LoadTest.Load.Scenarios;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load;

/// <summary>What the scenarios of one run share: the options, the journal, and what one found that another needs.</summary>
internal sealed class LoadBench(LoadOptions options, string folder, Journal journal)
{
    private double? _ingestRate;

    public LoadOptions Options => options;

    public Journal Journal => journal;

    /// <summary>The end of all made-up time: one moment for the whole run.</summary>
    public DateTimeOffset End { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>Signals a second that the bare loop consumes and decodes, once it is known.</summary>
    public double? BareLoop { get; set; }

    /// <summary>A count or a time as the run is meant: whole, or brief.</summary>
    public int Scaled(int count) => options.IsBrief ? count / 10 : count;

    public TimeSpan Scaled(TimeSpan time) => options.IsBrief ? time / 10 : time;

    /// <summary>Twins, where they may be chosen.</summary>
    public int Twins(int otherwise) => options.Accounts ?? Scaled(otherwise);

    /// <summary>An endpoint and a database of their own, gone when disposed.</summary>
    public Task<Place> OpenAsync(int partitions, TimeSpan checkpointEvery) => Place.OpenAsync(options.Postgres, folder, partitions, checkpointEvery);

    public void Ingested(double perSecond) => _ingestRate = perSecond;

    /// <summary>Signals a second that the silo takes in at most; measured shortly when no scenario did.</summary>
    public async Task<double> IngestRateAsync(CancellationToken cancellationToken)
    {
        if (_ingestRate is null)
        {
            journal.Say("how many signals a second are the limit");
            await using var place = await OpenAsync(IngestScenario.Partitions, IngestScenario.GroupedCheckpoint);
            var traffic = new Workload.BurstTraffic(Scaled(2_000), 10, End, options.Seed);
            var measure = new IngestMeasure(place, journal, "trial") { IsSampled = false };
            _ingestRate = (await measure.RunAsync(traffic.Take(traffic.Accounts, burstNow: 1), traffic.Take(Scaled(60_000)), cancellationToken)).Sustained;
        }

        return _ingestRate.Value;
    }
}
