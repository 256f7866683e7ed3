using System.Globalization;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>Finds the place of a path in a file.</summary>
internal static class PlaybookPaths
{
    /// <summary>The node of <c>actions[3].caps.small</c>, or the innermost one around it that is there.</summary>
    public static PlaybookNode Nearest(PlaybookNode root, string path)
    {
        var node = root;
        foreach (var part in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = node switch
            {
                MapNode map => map[part],
                ListNode list when part[0] == '[' && int.Parse(part.AsSpan(1, part.Length - 2), CultureInfo.InvariantCulture) is var index && index < list.Items.Length => list.Items[index],
                _ => null,
            };
            if (next is null)
                return node;
            node = next;
        }

        return node;
    }
}
