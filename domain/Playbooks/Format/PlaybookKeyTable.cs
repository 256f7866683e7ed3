using System.Text;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>The table of keys for people: path, what may stand there, what it means.</summary>
public static class PlaybookKeyTable
{
    public static string Markdown()
    {
        var text = new StringBuilder("| key | value | meaning |\n|---|---|---|\n");
        Rows(PlaybookFormat.Root, "", text);
        return text.ToString();
    }

    private static void Rows(MapShape group, string path, StringBuilder text)
    {
        foreach (var key in group.Keys)
        {
            var here = path.Length == 0 ? key.Name : $"{path}.{key.Name}";
            text.Append($"| `{here}`{(key.IsRequired ? " \\*" : "")} | {key.Shape.Words.Replace("|", "\\|", StringComparison.Ordinal)} | {key.Help} |\n");
            if (key.Shape is MapShape inner)
                Rows(inner, here, text);
            else if (key.Shape is ListShape { Item: MapShape item })
                Rows(item, $"{here}[]", text);
        }
    }
}
