namespace AccountTwins.LoadTest.Chaos;

/// <summary>Which faults come, in which order: the same for the same seed and kinds.</summary>
internal static class FaultSchedule
{
    /// <summary>Every kind at least once where there is room; the rest by weight. Those that need a group come last: there is one change of silo.</summary>
    public static IReadOnlyList<IFault> Make(IReadOnlyList<IFault> kinds, int count, Random random)
    {
        if (kinds.Count == 0)
            throw new ArgumentException("None of these faults can be had here.");
        var faults = kinds.Take(count).ToList();
        while (faults.Count < count)
            faults.Add(ByWeight(kinds, random));
        var shuffled = faults.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled.OrderBy(fault => fault.NeedsGroup)];
    }

    private static IFault ByWeight(IReadOnlyList<IFault> kinds, Random random)
    {
        var draw = random.Next(kinds.Sum(kind => kind.Weight));
        foreach (var kind in kinds)
        {
            draw -= kind.Weight;
            if (draw < 0)
                return kind;
        }

        throw new InvalidOperationException("Weights do not add up.");
    }
}
