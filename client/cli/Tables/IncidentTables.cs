using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>Incidents, for people.</summary>
internal static class IncidentTables
{
    public static void Write(Call call, IncidentsAnswer answer)
    {
        var rows = answer.Open.Select(one => new object?[] { "open", one.Name, one.Topic ?? "every account", one.By, one.At, null, Why(one) })
            .Concat(answer.Ended.Select(one => new object?[] { "over", one.Name, one.Topic ?? "every account", one.By, one.Since, one.At, one.Reason }));
        call.Write(["state", "name", "concerns", "by", "since", "until", "why"], rows);
    }

    private static string Why(IncidentView one) => one.Evidence is { First.Length: > 0 } evidence ? $"{one.Reason}: {string.Join(", ", evidence.First.Take(5))}" : one.Reason;
}
