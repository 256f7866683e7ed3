using System.Text.Json;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Api.Audit;

/// <summary>A check of the ledger between the store and the wire.</summary>
internal static class AuditLines
{
    public static AuditLine Of(LedgerAuditProgress read) =>
        new() { Kind = AuditLine.Progress, Roots = read.Roots, Chains = read.Chains, Entries = read.Entries };

    public static AuditLine Of(LedgerAuditReport report) => Of(report.Read) with
    {
        Kind = AuditLine.Report,
        IsSound = report.IsSound,
        NewestRoot = report.NewestRoot is { } root ? Of(root) : null,
        Faults = [.. report.Faults.Select(fault => new AuditFault(fault.Subject, fault.Number, JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.Kind.ToString())))],
        MoreFaults = report.MoreFaults,
    };

    public static AuditRoot Of(LedgerRoot root) => new(root.Number, root.At, root.Chains, Convert.ToHexStringLower(root.Root));

    public static AuditLine Failed(ReasonCode code) => new() { Kind = AuditLine.Failed, Code = code.Code };
}
