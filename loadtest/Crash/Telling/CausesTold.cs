using System.Globalization;
using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Crash.Telling;

/// <summary>
/// Holds the log of changes against what brings changes about: each stored twin's own counts of flags and crossings, and the decisions and reviews of each
/// account's chain. More than they say is as wrong as less, and so is another order.
/// </summary>
internal static class CausesTold
{
    /// <summary>Of one account. The log's rows in their order.</summary>
    public static IEnumerable<string> Faults(AccountTwin twin, IReadOnlyList<LoggedChange> rows)
    {
        var risk = twin.Risk;
        var flags = Enumerable.Range(1, risk.Flags).SelectMany(flag => flag == risk.Open?.Number ? new[] { $"opened {flag}" } : [$"opened {flag}", $"closed {flag}"]).ToList();
        var told = rows.Where(row => row.Kind is ChangeKinds.FlagOpened or ChangeKinds.FlagClosed)
            .Select(row => $"{(row.Kind == ChangeKinds.FlagOpened ? "opened" : "closed")} {Text(row, "flag")}").ToList();
        if (!flags.SequenceEqual(told))
            yield return $"{twin.Key}: its flags are told as [{string.Join(", ", told)}] and were [{string.Join(", ", flags)}]";
        var crossings = rows.Where(row => row.Kind == ChangeKinds.BandCrossed).ToList();
        if (crossings.Count != risk.Crossings)
            yield return $"{twin.Key}: {crossings.Count} crossings are told of {risk.Crossings}";
        foreach (var (before, after) in crossings.Zip(crossings.Skip(1)).Where(pair => Text(pair.First, "to") != Text(pair.Second, "from")))
            yield return $"{twin.Key}: {after.Id} crosses from {Text(after, "from")}, and {before.Id} before it went to {Text(before, "to")}";
    }

    /// <summary>Of one account's chain, its rows by number.</summary>
    public static IEnumerable<string> Faults(string account, IEnumerable<LedgerRow> chain, IReadOnlyList<LoggedChange> rows)
    {
        var (awaited, handed, done) = (new List<string>(), new List<string>(), new List<string>());
        var conversations = new HashSet<string?>();
        foreach (var row in chain.OrderBy(row => row.Number))
        {
            if (row.Kind == EntryKinds.Decision)
            {
                var decision = LedgerJson.Read<DecisionEntry>(row.Body);
                if (decision.Verdict is { Kind: VerdictKind.RequireApproval, Enforced: true })
                    awaited.Add(row.Number.ToString(CultureInfo.InvariantCulture));

                // People have hours to answer, and a run lasts minutes: each conversation is told once.
                else if (decision.Verdict is { Kind: VerdictKind.Escalate, Enforced: true } && conversations.Add(decision.Input.Request.Conversation))
                    handed.Add(row.Number.ToString(CultureInfo.InvariantCulture));
            }
            else if (row.Kind == EntryKinds.Review && LedgerJson.Read<ReviewEntry>(row.Body) is { IsBeforeSending: true } review)
            {
                done.Add(review.Decision.ToString(CultureInfo.InvariantCulture));
            }
        }

        foreach (var (kind, expected) in new[] { (ChangeKinds.ReviewAwaited, awaited), (ChangeKinds.HandedOver, handed), (ChangeKinds.ReviewDone, done) })
        {
            var told = rows.Where(row => row.Kind == kind).Select(row => Text(row, "decisionId").Split('-')[0]).ToList();
            if (!told.SequenceEqual(expected))
                yield return $"{account}: {kind} is told of the decisions [{string.Join(", ", told)}], and its chain has [{string.Join(", ", expected)}]";
        }
    }

    /// <summary>Where the order of signals is known: each change by its id and content.</summary>
    public static IEnumerable<string> Faults(AccountKey key, IReadOnlyList<ChangeRow> expected, IReadOnlyList<LoggedChange> rows)
    {
        var told = rows.Where(row => row.Kind is ChangeKinds.FlagOpened or ChangeKinds.FlagClosed or ChangeKinds.BandCrossed).ToList();
        for (var index = 0; index < Math.Max(expected.Count, told.Count); index++)
        {
            var (wanted, found) = (expected.ElementAtOrDefault(index), told.ElementAtOrDefault(index));
            if (wanted?.Id == found?.Id && wanted!.Data.AsSpan().SequenceEqual(found!.Data))
                continue;
            yield return $"{key}: its change {index + 1} is {found?.Kind ?? "none"} {found?.Id}, and the signals say {wanted?.Kind ?? "none"} {wanted?.Id}{(wanted?.Id == found?.Id ? " with other content" : "")}";
            yield break;
        }
    }

    private static string Text(LoggedChange row, string name)
    {
        using var data = JsonDocument.Parse(row.Data);
        return data.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
    }
}
