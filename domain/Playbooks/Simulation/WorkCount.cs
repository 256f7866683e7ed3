using AccountTwins.Domain.Decisions;

namespace AccountTwins.Domain.Playbooks.Simulation;

/// <summary>Adds up what verdicts ask of people.</summary>
internal sealed class WorkCount
{
    private long _approvals;
    private long _handovers;
    private double _audits;

    /// <summary>Where a playbook only watches, nobody approves or takes over.</summary>
    /// <param name="audit">How likely an audit is if the verdict allows.</param>
    public void Add(Verdict verdict, double audit)
    {
        if (verdict.Kind == VerdictKind.RequireApproval)
            _approvals += verdict.Enforced ? 1 : 0;
        else if (verdict.Kind == VerdictKind.Escalate)
            _handovers += verdict.Enforced ? 1 : 0;
        else if (verdict.Kind is VerdictKind.Allow or VerdictKind.AllowWithObligations)
            _audits += audit;
    }

    public ReviewWork Sum() => new(_approvals, _handovers, _audits);
}
