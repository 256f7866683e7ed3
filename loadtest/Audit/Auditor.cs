using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Audit;

/// <summary>Compares every stored twin with the oracle, field by field, and the dead letters with what was malformed.</summary>
public static class Auditor
{
    /// <param name="isBeside">Accounts that the oracle knows nothing of; null: none.</param>
    public static async Task<AuditReport> AuditAsync(
        Oracle oracle, TwinDatabase database, IReadOnlyCollection<MalformedMessage> malformed, string bootstrapServers, bool withOrder,
        Predicate<AccountKey>? isBeside = null)
    {
        var differences = new List<string>();
        var left = oracle.Keys.ToHashSet();
        var (twins, signals, lost, doubled) = (0, 0L, 0L, 0L);
        await foreach (var (found, _) in database.EachTwinAsync())
        {
            if (isBeside?.Invoke(found.Key) == true)
                continue;
            twins++;
            signals += found.Provenance.Types.Sum(type => type.Count);
            left.Remove(found.Key);
            if (oracle.TwinOf(found.Key) is { } expected)
                Compare(expected, found);
            else
                differences.Add($"{found.Key}: nobody sent anything to it");
        }

        foreach (var key in left)
            Compare(oracle.TwinOf(key)!, AccountTwin.Empty(key));
        var letters = await DeadLetterTopic.ReadAsync(bootstrapServers, TopicPlan.DeadLetters);
        return new AuditReport
        {
            Twins = twins,
            Signals = signals,
            Lost = lost,
            Doubled = doubled,
            Differences = differences,
            DeadLettersExpected = malformed.Count,
            DeadLettersFound = letters.Count,
            DeadLetterDifferences = CompareLetters(malformed, letters),
            IsOrderCompared = withOrder,
        };

        void Compare(AccountTwin expected, AccountTwin found)
        {
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
    }

    /// <summary>
    /// At least one letter for each malformed message, with its bytes, and none for anything else. A client may store a message twice when the
    /// answer to its write is lost and knows of one place only; a letter about the other is told by its bytes.
    /// </summary>
    internal static List<string> CompareLetters(IReadOnlyCollection<MalformedMessage> malformed, IReadOnlyList<FoundLetter> letters)
    {
        var found = letters.Select(letter => letter.Place).ToHashSet();
        var expected = malformed.ToDictionary(message => message.Place, message => message.Sha256);
        var known = malformed.Select(message => message.Sha256).ToHashSet();
        return
        [
            .. expected.Keys.Where(place => !found.Contains(place)).Select(place => $"no dead letter for {place.Topic}[{place.Partition}] at {place.Offset}"),
            .. letters.Where(letter => expected.TryGetValue(letter.Place, out var hash) && hash != letter.Sha256)
                .Select(letter => $"dead letter with other bytes: {letter.Place.Topic}[{letter.Place.Partition}] at {letter.Place.Offset}"),
            .. letters.Where(letter => !expected.ContainsKey(letter.Place) && !known.Contains(letter.Sha256))
                .Select(letter => $"dead letter for a good message: {letter.Place.Topic}[{letter.Place.Partition}] at {letter.Place.Offset} ({letter.Stage}, {letter.Reason})"),
        ];
    }
}
