using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>The deployment for people.</summary>
internal static class OperationsTables
{
    public static void Write(Call call, ReadinessAnswer answer)
    {
        call.Write(["part", "ready", "state"], answer.Parts.Select(part => new object?[] { part.Name, part.Ready, part.Detail }));
        call.Line(answer.Status == "ready" ? "Ready." : "Not ready.");
    }

    public static void Write(Call call, PositionsAnswer answer) =>
        call.Write(["stream", "topic", "partition", "committed", "lag", "log"], answer.Positions.Select(row => new object?[]
        {
            row.Stream, row.Topic, row.Partition, row.Committed, row.Lag, row.IsRetired ? $"{row.Log} (gone)" : row.Log,
        }));

    public static void Write(Call call, DeadLettersAnswer answer)
    {
        call.Write(["id", "at", "topic", "offset", "stage", "reason", "account", "bytes", "detail"], answer.Letters.Select(letter => new object?[]
        {
            letter.Id, letter.At, letter.Topic, FormattableString.Invariant($"{letter.Partition}:{letter.Offset}"), letter.Stage, letter.Reason, letter.Account,
            letter.IsCut ? FormattableString.Invariant($"{letter.Bytes} (cut)") : letter.Bytes, letter.Detail,
        }));
        if (answer.Next is { } next)
            call.Line($"More: --cursor {next}");
    }
}
