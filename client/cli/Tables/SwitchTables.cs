using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>What holds agents back, for people.</summary>
internal static class SwitchTables
{
    public static void Write(Call call, SwitchesAnswer answer)
    {
        var rows = answer.Switches.Select(thrown => new object?[] { "switch", thrown.Name, thrown.By, thrown.At, thrown.LiftBy is { } first ? $"{thrown.Reason} ({first} wants it taken back: a second person decides until {TableText.Of(thrown.LiftUntil)})" : thrown.Reason })
            .Concat(answer.Breakers.Select(open => new object?[] { "breaker", open.Release, null, open.At, open.Cause }))
            .Concat(answer.Incidents.Select(incident => new object?[] { "incident", incident.Name, incident.By, incident.At, incident.Reason }));
        call.Write(["kind", "name", "by", "since", "why"], rows);
    }
}
