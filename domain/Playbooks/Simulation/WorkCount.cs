using AccountTwins.Domain.Decisions;

namespace AccountTwins.Domain.Playbooks.Simulation;

/// <summary>Adds up what verdicts ask of people.</summary>
internal sealed class WorkCount
{
    private long _approvals;
    private long _handovers;
    private double _audits;

    /// <param name="audit">How likely an audit is if the verdict allows.</param>
    public void Add(VerdictKind kind, double audit)
    {
        if (kind == VerdictKind.RequireApproval)
            _approvals++;
        else if (kind == VerdictKind.Escalate)
            _handovers++;
        else if (kind is VerdictKind.Allow or VerdictKind.AllowWithObligations)
            _audits += audit;
    }

    public ReviewWork Sum() => new(_approvals, _handovers, _audits);
}
