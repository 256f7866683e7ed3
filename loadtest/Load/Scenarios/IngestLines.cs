using AccountTwins.LoadTest.Load.Baselines;
using AccountTwins.LoadTest.Load.Metrics;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>What an ingest scenario says of itself.</summary>
internal static class IngestLines
{
    private const string Bare = "of consume and decode alone";
    private const int BatchSize = 500;

    public static void Rates(LoadBench bench, string scenario, IngestRate rate, Bar? bar)
    {
        Add(new ReportLine(scenario, "applied", rate.Applied, "/s"));
        Add(new ReportLine(scenario, "applied and durable", rate.Sustained, "/s") { Bar = bar });
        Add(new ReportLine(scenario, "the wait for the last checkpoint included", rate.Durable, "/s"));

        void Add(ReportLine line) => bench.Journal.Add(bench.BareLoop is { } bare ? line.Against(Bare, bare) : line);
    }

    /// <summary>Broker → decode → apply → checkpoint → durable. What is said to be alone was done on one thread with nothing else; the rest is what the silo timed.</summary>
    public static void Stages(Journal journal, string scenario, StageTimes stages, BareLoop consumed, BareLoop decoded, double rules)
    {
        journal.Add(scenario, "stage broker: consuming, alone", consumed.PerSignal, "µs/signal");
        journal.Add(scenario, "stage decode: decoding, alone", Math.Max(0, decoded.PerSignal - consumed.PerSignal), "µs/signal");
        journal.Add(scenario, "stage apply: the rules, alone", rules, "µs/signal");
        journal.Add(scenario, $"stage apply: a grain call of {Numbers.Short(stages.SignalsPerCall)} signals, its turn waited for", stages.ApplyCall * 1000, "ms");
        journal.Add(scenario, $"stage checkpoint: one of a partition (of {stages.Checkpoints:0})", stages.Checkpoint * 1000, "ms");
        journal.Add(scenario, $"stage durable: store statements ({Numbers.Short(stages.TwinsWritten)} twins)", stages.WritePerTwin, "µs/twin");
    }

    /// <summary>The same log into plain rows: on SQLite, and on PostgreSQL when it holds the twins.</summary>
    public static void Upserts(LoadBench bench, string scenario, IngestRate rate, Place place)
    {
        using (var sqlite = new SqliteRowTable(Path.Combine(place.Setup.Folder, "baseline.db")))
            Upserts(bench.Journal, scenario, rate, place, "SQLite", sqlite, bar: null);
        if (place.Postgres is null)
            return;
        using var postgres = new PostgresRowTable(place.Postgres);
        Upserts(bench.Journal, scenario, rate, place, "PostgreSQL", postgres, Bar.AtLeast(10));
    }

    private static void Upserts(Journal journal, string scenario, IngestRate rate, Place place, string store, IRowTable table, Bar? bar)
    {
        var single = RowUpserts.Run(place, table, 1);
        var batched = RowUpserts.Run(place, table, BatchSize);
        journal.Add(scenario, $"baseline: consume, upsert one row per signal on {store}", single, "/s");
        journal.Add(scenario, $"baseline: consume, upsert in batches of {BatchSize} on {store}", batched, "/s");
        journal.Add(new ReportLine(scenario, "applied and durable, against it", rate.Sustained, "/s") { RatioBar = bar }.Against($"one row per signal on {store}", single));
        journal.Add(new ReportLine(scenario, "applied and durable, against it", rate.Sustained, "/s").Against($"in batches on {store}", batched));
    }
}
