using AccountTwins.LoadTest.Audit;

namespace AccountTwins.LoadTest.Chaos;

/// <summary>Notes faults and audits of a run, and adds them up by kind.</summary>
internal sealed class ChaosTally
{
    private readonly List<(int Number, string Kind, Recovery Recovery)> _faults = [];
    private readonly Dictionary<string, (long Lost, long Doubled)> _found = [];
    private int _audited;

    public int Audits { get; private set; }

    public AuditReport? Audit { get; private set; }

    /// <summary>The faults since the last audit: what a bad one may have come from.</summary>
    public string Suspects { get; private set; } = "";

    public void Add(int number, string kind, Recovery recovery) => _faults.Add((number, kind, recovery));

    public void Add(AuditReport audit)
    {
        var since = _faults.Skip(_audited).ToList();
        (Audit, Audits, _audited) = (audit, Audits + 1, _faults.Count);
        Suspects = string.Join(", ", since.Select(fault => $"{fault.Number} {fault.Kind}"));
        foreach (var kind in since.Select(fault => fault.Kind).Distinct())
        {
            var (lost, doubled) = _found.GetValueOrDefault(kind);
            _found[kind] = (lost + audit.Lost, doubled + audit.Doubled);
        }
    }

    public IReadOnlyList<KindResult> ByKind() =>
    [
        .. _faults.GroupBy(fault => fault.Kind).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        {
            var answers = group.Select(fault => fault.Recovery.FirstAnswer.TotalSeconds).Order().ToList();
            var caughtUp = group.Select(fault => fault.Recovery.CaughtUp.TotalSeconds).Order().ToList();
            var (lost, doubled) = _found.GetValueOrDefault(group.Key);
            return new KindResult(group.Key, answers.Count, lost, doubled, Median(answers), answers[^1], Median(caughtUp), caughtUp[^1]);
        }),
    ];

    private static double Median(List<double> sorted) => sorted[sorted.Count / 2];
}
