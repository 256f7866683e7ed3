using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace AccountTwins.LoadTest.Load;

/// <summary>The numbers of one load run, with what they were measured on.</summary>
internal sealed record LoadReport
{
    public required DateTimeOffset At { get; init; }

    public required string Engine { get; init; }

    public required string Processor { get; init; }

    public required int Cores { get; init; }

    public required string Store { get; init; }

    public required string Commit { get; init; }

    /// <summary>Signals per second that a loop consumes and decodes, and nothing else.</summary>
    public required double BareLoop { get; init; }

    /// <summary>Ten signals per account in a row.</summary>
    public required IngestRate Grouped { get; init; }

    /// <summary>Every signal another account than the one before.</summary>
    public required IngestRate Scattered { get; init; }

    public required int ScatteredAccounts { get; init; }

    public required int SignalsPerSecondWhileAsking { get; init; }

    public required Latencies ReadInProcess { get; init; }

    public required Latencies ContextOverHttp { get; init; }

    /// <summary>Durable before they are answered.</summary>
    public required Latencies Verdicts { get; init; }

    public required double VerdictsPerSecond { get; init; }

    public required double BytesPerResidentTwin { get; init; }

    public required double BytesOfItsValues { get; init; }

    public required double BytesPacked { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public Table ToTable()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("what").AddColumn(new TableColumn("measured").RightAligned()).AddColumn(new TableColumn("of the bare loop").RightAligned());
        table.AddRow("bare loop: consume and decode", $"{Round(BareLoop)}/s", "");
        Rate(table, "ingest, 10 signals per account in a row", Grouped);
        Rate(table, $"ingest, every signal another of {Round(ScatteredAccounts)} accounts", Scattered);
        Latency(table, "read in process", ReadInProcess);
        Latency(table, "context over HTTP", ContextOverHttp);
        Latency(table, "verdict in process, durable", Verdicts);
        table.AddRow("verdicts, durable, with nothing else to do", $"{Round(VerdictsPerSecond)}/s", $"{VerdictsPerSecond / BareLoop:P0}");
        table.AddRow("bytes per resident twin, activation included", Round(BytesPerResidentTwin), "");
        table.AddRow("  of them the twin's own values", Round(BytesOfItsValues), "");
        table.AddRow("bytes of a packed twin", Round(BytesPacked), "");
        return table;
    }

    private void Rate(Table table, string name, IngestRate rate)
    {
        table.AddRow($"{name}: applied", $"{Round(rate.Applied)}/s", $"{rate.Applied / BareLoop:P0}");
        table.AddRow($"{name}: durable, wait for the last checkpoint included", $"{Round(rate.Durable)}/s", $"{rate.Durable / BareLoop:P0}");
    }

    private void Latency(Table table, string name, Latencies latencies) => table.AddRow(
        $"{name} while {Round(SignalsPerSecondWhileAsking)}/s come in: p50 / p99 / max",
        string.Create(CultureInfo.InvariantCulture, $"{latencies.P50:0.00} / {latencies.P99:0.00} / {latencies.Max:0.0} ms"),
        "");

    private static string Round(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
