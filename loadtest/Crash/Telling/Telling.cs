using System.Globalization;
using System.Text.Json;
using AccountTwins.Domain.Changes;

namespace AccountTwins.LoadTest.Crash.Telling;

/// <summary>Holds what the topic and a stream told against the log: everything, once under one id with one content, each account's in order, numbers without gaps.</summary>
internal static class Telling
{
    public static IEnumerable<string> LogFaults(IReadOnlyList<LoggedChange> rows)
    {
        foreach (var row in rows.Where(row => row.Position is null || row.Number is null))
            yield return $"{row.Kind} {row.Id} of {row.Account} has no place";
        foreach (var twice in rows.CountBy(row => (row.Tenant, row.Id)).Where(count => count.Value > 1))
            yield return $"{twice.Key.Id} stands in the log {twice.Value} times";
        foreach (var fault in Gaps("position", rows.Select(row => row.Position)))
            yield return fault;
        foreach (var tenant in rows.GroupBy(row => row.Tenant))
        {
            foreach (var fault in Gaps($"number of {tenant.Key}", tenant.Select(row => row.Number)))
                yield return fault;
        }
    }

    public static IEnumerable<string> TopicFaults(IReadOnlyList<LoggedChange> rows, IReadOnlyList<TopicMessage> messages)
    {
        var logged = rows.ToDictionary(row => row.Id);
        var first = new Dictionary<string, TopicMessage>();
        var last = new Dictionary<string, LoggedChange>();
        foreach (var message in messages.OrderBy(message => message.Partition).ThenBy(message => message.Offset))
        {
            var id = IdOf(message.Value);
            if (first.TryGetValue(id, out var before))
            {
                if (before.Partition != message.Partition || before.Key != message.Key || !before.Value.AsSpan().SequenceEqual(message.Value))
                    yield return $"{id} came again as something else, at {message.Partition}:{message.Offset}";
                continue;
            }

            first[id] = message;
            if (!logged.TryGetValue(id, out var row))
            {
                yield return $"{id} is in the topic at {message.Partition}:{message.Offset} and not in the log";
                continue;
            }

            if (message.Key != $"{row.Tenant}/{row.Account}" || ContentFault(row, message.Value) is not null)
                yield return $"{id} is in the topic as something else than in the log: {ContentFault(row, message.Value) ?? $"key {message.Key}"}";
            if (last.TryGetValue(message.Key, out var earlier) && earlier.Position > row.Position)
                yield return $"{message.Key}: {row.Id} (position {row.Position}) came first behind {earlier.Id} (position {earlier.Position})";
            last[message.Key] = row;
        }

        foreach (var row in rows.Where(row => row.Position is not null && !first.ContainsKey(row.Id)))
            yield return $"{row.Kind} {row.Id} of {row.Account} (position {row.Position}) is not in the topic";
    }

    /// <param name="rows">The log.</param>
    /// <param name="tenant">Whose stream it was.</param>
    /// <param name="events">From the first number on, over all interruptions.</param>
    public static IEnumerable<string> StreamFaults(IReadOnlyList<LoggedChange> rows, string tenant, IReadOnlyList<StreamedChange> events)
    {
        var logged = rows.Where(row => row.Tenant == tenant && row.Number is not null).ToDictionary(row => row.Number!.Value);
        var next = 1L;
        foreach (var told in events)
        {
            if (told.Sequence > next)
                yield return $"the stream went from {next - 1} to {told.Sequence}";
            next = Math.Max(next, told.Sequence + 1);
            if (!logged.TryGetValue(told.Sequence, out var row))
                yield return $"the stream told {told.Sequence}, which the log does not have";
            else if (ContentFault(row, told.Body) is { } fault)
                yield return $"the stream told {told.Sequence} as something else than the log: {fault}";
        }

        if (next - 1 < logged.Keys.DefaultIfEmpty().Max())
            yield return $"the stream ended at {next - 1} of {logged.Keys.Max()}";
    }

    private static string? ContentFault(LoggedChange row, byte[] body)
    {
        using var told = JsonDocument.Parse(body);
        var root = told.RootElement;
        (string Name, string? Told, string? Logged)[] fields =
        [
            ("id", root.GetProperty("id").GetString(), row.Id),
            ("type", root.GetProperty("type").GetString(), ChangeEvent.TypeOf(row.Kind)),
            ("subject", root.TryGetProperty("subject", out var subject) ? subject.GetString() : null, row.Account),
            ("sequence", root.GetProperty("sequence").GetString(), row.Number?.ToString(CultureInfo.InvariantCulture)),
            ("data", root.GetProperty("data").GetRawText(), System.Text.Encoding.UTF8.GetString(row.Data)),
        ];
        return fields.Where(field => field.Told != field.Logged).Select(field => $"{field.Name} is {field.Told}, not {field.Logged}").FirstOrDefault();
    }

    private static string IdOf(byte[] body)
    {
        using var told = JsonDocument.Parse(body);
        return told.RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>The numbers, in any order, are 1 to their count.</summary>
    private static IEnumerable<string> Gaps(string what, IEnumerable<long?> numbers) =>
        numbers.OfType<long>().Order().Index().Where(one => one.Item != one.Index + 1).Take(1).Select(one => $"the {what} {one.Index + 1} is missing, {one.Item} stands there");
}
