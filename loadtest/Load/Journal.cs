namespace AccountTwins.LoadTest.Load;

/// <summary>What the scenarios of one run found, in order. Scenarios run one after the other, so nothing is locked.</summary>
internal sealed class Journal(Action<string> says)
{
    private readonly List<ReportLine> _lines = [];
    private readonly List<Timeline> _timelines = [];
    private readonly List<string> _faults = [];

    public IReadOnlyList<ReportLine> Lines => _lines;

    public IReadOnlyList<Timeline> Timelines => _timelines;

    /// <summary>What was wrong: audits that found something. A run with faults is worth nothing.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Tells who waits what is being done.</summary>
    public void Say(string part) => says(part);

    public void Add(ReportLine line) => _lines.Add(line);

    public void Add(string scenario, string what, double value, string unit, Bar? bar = null) => _lines.Add(new(scenario, what, value, unit) { Bar = bar });

    public void Add(Timeline timeline)
    {
        if (timeline.Points.Count > 0)
            _timelines.Add(timeline);
    }

    public void Fault(string what) => _faults.Add(what);
}
