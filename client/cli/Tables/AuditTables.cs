using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>What an audit found, for people.</summary>
internal static class AuditTables
{
    private const int HashLength = 12;
    private const int BodyLength = 90;

    public static void Write(Call call, IEnumerable<AuditEntry> entries) =>
        call.Write(["number", "at", "kind", "hash", "body"], entries.Select(entry => new object?[] { entry.Number, entry.At, entry.Kind, entry.Hash[..Math.Min(HashLength, entry.Hash.Length)], Short(entry.Body.GetRawText()) }));

    public static void Write(Call call, AuditRootAnswer answer)
    {
        if (answer.Root is not { } root)
            call.Line("There is no such root. One is written every few minutes, when there is something new.");
        else
            call.Write(["number", "at", "chains", "hash", "previous"], [[root.Number, root.At, root.Chains, root.Hash, answer.Previous]]);
    }

    private static string Short(string text) => text.Length <= BodyLength ? text : text[..BodyLength] + "…";

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
