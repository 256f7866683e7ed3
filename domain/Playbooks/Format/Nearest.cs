namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>Finds what an author may have meant: the known word with the fewest letters changed, added, left out or swapped.</summary>
internal static class Nearest
{
    /// <summary>The nearest word, or null where none is near. Words over 40 letters are not looked at.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        if (word.Length > 40)
            return null;
        var (best, distance) = ((string?)null, Math.Max(1, word.Length / 3) + 1);
        foreach (var candidate in known)
        {
            var found = Distance(word.ToLowerInvariant().Replace('-', '_').Replace(' ', '_'), candidate);
            if (found < distance)
                (best, distance) = (candidate, found);
        }

        return best;
    }

    /// <summary>", did you mean x?" or nothing.</summary>
    public static string Hint(string word, IEnumerable<string> known) => Of(word, known) is { } near ? $"; did you mean {near}?" : ".";

    /// <summary>Optimal string alignment distance.</summary>
    private static int Distance(string from, string to)
    {
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= to.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var cost = from[i - 1] == to[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[from.Length, to.Length];
    }
}
