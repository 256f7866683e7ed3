using System.Diagnostics;

namespace AccountTwins.LoadTest.Load.Metrics;

/// <summary>Looks at a silo once a second and draws its curves into the journal at the end.</summary>
internal sealed class SiloSampler : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Func<Task<MetricsPage>> _look;
    private readonly Process _process;
    private readonly Journal _journal;
    private readonly string _name;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(double Second, double Megabytes, MetricsPage Page)> _looks = [];
    private readonly Task _sampling;

    /// <param name="look">Gets the silo's page.</param>
    /// <param name="processId">Whose memory is meant.</param>
    /// <param name="journal">Gets the curves.</param>
    /// <param name="name">Of the curves.</param>
    public SiloSampler(Func<Task<MetricsPage>> look, int processId, Journal journal, string name)
    {
        (_look, _process, _journal, _name) = (look, Process.GetProcessById(processId), journal, name);
        _sampling = Task.Run(SampleAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sampling;
        _stop.Dispose();
        _process.Dispose();
        _journal.Add(new Timeline(Chart.Throughput, _name, Rates(page => page.Applied)));
        _journal.Add(new Timeline(Chart.Lag, _name, [.. _looks.Select(look => new TimePoint(look.Second, look.Page.Sum(MetricsPage.Lag)))]));
        _journal.Add(new Timeline(Chart.Memory, _name, [.. _looks.Select(look => new TimePoint(look.Second, look.Megabytes))]));
        _journal.Add(new Timeline(Chart.Checkpoints, _name, Checkpoints()));
    }

    private async Task SampleAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
            {
                var page = await _look();
                _process.Refresh();
                _looks.Add((Stopwatch.GetElapsedTime(began).TotalSeconds, _process.WorkingSet64 / 1e6, page));
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // What is measured is over.
        }
    }

    private TimePoint[] Rates(Func<MetricsPage, double> counter) =>
    [
        .. _looks.Zip(_looks.Skip(1), (before, after) =>
            new TimePoint(after.Second, (counter(after.Page) - counter(before.Page)) / (after.Second - before.Second))),
    ];

    private IReadOnlyList<TimePoint> Checkpoints() =>
    [
        .. from pair in _looks.Zip(_looks.Skip(1))
           let before = pair.First.Page.Timed(MetricsPage.Checkpoint)
           let after = pair.Second.Page.Timed(MetricsPage.Checkpoint)
           where after.Count > before.Count
           select new TimePoint(pair.Second.Second, (after.Seconds - before.Seconds) / (after.Count - before.Count)),
    ];
}
