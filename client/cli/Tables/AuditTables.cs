using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>What an audit found, for people.</summary>
internal static class AuditTables
{
    public static void Write(Call call, AuditLine line)
    {
        if (line.Kind == AuditLine.Failed)
        {
            call.Line($"It could not be finished: {line.Code}");
            return;
        }

        call.Line(FormattableString.Invariant($"{(line.IsSound == true ? "Sound" : "Not sound")}: {line.Roots:N0} roots, {line.Chains:N0} chains, {line.Entries:N0} entries read."));
        if (line.NewestRoot is { } root)
            call.Line(FormattableString.Invariant($"Newest root: number {root.Number} of {root.At.UtcDateTime:yyyy-MM-dd HH:mm'Z'}, {root.Hash}; compare it with one kept elsewhere."));
        if (line.Faults is { Length: > 0 } faults)
            call.Write(["chain", "number", "fault"], faults.Select(fault => new object?[] { fault.Subject, fault.Number, fault.Fault }));
        if (line.MoreFaults == true)
            call.Line("There are more faults than are listed.");
    }
}
