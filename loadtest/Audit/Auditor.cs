using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Audit;

/// <summary>Compares every stored twin with the oracle, field by field, and the dead letters with what was malformed.</summary>
public static class Auditor
{
    /// <param name="isBeside">Accounts that the oracle knows nothing of; null: none.</param>
    public static async Task<AuditReport> AuditAsync(
        Oracle oracle, TwinDatabase database, IReadOnlyCollection<(string Topic, int Partition, long Offset)> malformed, string bootstrapServers, bool withOrder,
        Predicate<AccountKey>? isBeside = null)
    {
        var stored = (await database.TwinsAsync()).Where(row => isBeside?.Invoke(row.Key) != true).ToDictionary();
        var differences = new List<string>();
        var left = stored.Keys.ToHashSet();
        long lost = 0, doubled = 0;
        foreach (var expected in oracle.Twins())
        {
            left.Remove(expected.Key);
            var found = stored.TryGetValue(expected.Key, out var row) ? row.Twin : AccountTwin.Empty(expected.Key);
            foreach (var type in expected.Provenance.Types.Concat(found.Provenance.Types).Select(count => count.TypeNumber).Distinct())
            {
                var missing = expected.Provenance.CountOf(type) - found.Provenance.CountOf(type);
                lost += Math.Max(0, missing);
                doubled += Math.Max(0, -missing);
            }

            var names = withOrder
                ? AccountTwinDigest.Differences(expected, found with { Revision = expected.Revision, Positions = expected.Positions })
                : AccountTwinDigest.OrderFreeDifferences(expected, found);
            if (names.Count == 0 && !withOrder && AccountTwinDigest.OrderFree(expected) != AccountTwinDigest.OrderFree(found))
                names = ["digest"];
            if (names.Count > 0)
                differences.Add($"{expected.Key}: {string.Join(", ", names.Take(8))}");
        }

        differences.AddRange(left.Select(key => $"{key}: nobody sent anything to it"));
        var letters = await DeadLetterTopic.ReadAsync(bootstrapServers, TopicPlan.DeadLetters);
        return new AuditReport
        {
            Twins = stored.Count,
            Signals = stored.Values.Sum(row => row.Twin.Provenance.Types.Sum(type => type.Count)),
            Lost = lost,
            Doubled = doubled,
            Differences = differences,
            DeadLettersExpected = malformed.Count,
            DeadLettersFound = letters.Count,
            DeadLetterDifferences = Compare(malformed, letters),
            IsOrderCompared = withOrder,
        };
    }

    /// <summary>At least one letter for each malformed message, none for anything else.</summary>
    private static List<string> Compare(IReadOnlyCollection<(string Topic, int Partition, long Offset)> malformed, IReadOnlyList<FoundLetter> letters)
    {
        var found = letters.Select(letter => letter.Place).ToHashSet();
        var expected = malformed.ToHashSet();
        return
        [
            .. expected.Where(place => !found.Contains(place)).Select(place => $"no dead letter for {place.Topic}[{place.Partition}] at {place.Offset}"),
            .. letters.Where(letter => !expected.Contains(letter.Place))
                .Select(letter => $"dead letter for a good message: {letter.Place.Topic}[{letter.Place.Partition}] at {letter.Place.Offset} ({letter.Stage}, {letter.Reason})"),
        ];
    }
}
