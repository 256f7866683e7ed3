using System.Text;

namespace AccountTwins.Silo.Api.Context;

/// <summary>
/// Lines under headings, each with a rank. What does not fit is left out line by line, the least important first and of equals the
/// last; a heading goes with its last line and never before it, so nothing is ever cut in its middle.
/// </summary>
internal sealed class PromptDraft
{
    private readonly List<Line> lines = new(32);
    private string heading = string.Empty;

    public void Section(string title) => heading = title;

    /// <summary>Adds a line to the present section. <paramref name="rank"/> 0 is never dropped; the highest goes first.</summary>
    public void Add(int rank, string text) => lines.Add(new Line(heading, "- " + text, rank));

    /// <summary>The text within the bound. Throws when the lines of rank 0 alone exceed it: their bound is a matter of their making.</summary>
    public string Fit(int lengthMax)
    {
        while (true)
        {
            var length = Measure();
            if (length <= lengthMax)
                return Write(length);
            lines.RemoveAt(Least());
        }
    }

    private int Least()
    {
        var least = -1;
        for (var index = 0; index < lines.Count; index++)
        {
            if (lines[index].Rank > 0 && (least < 0 || lines[index].Rank >= lines[least].Rank))
                least = index;
        }

        return least >= 0 ? least : throw new InvalidOperationException("The lines that must stay exceed the prompt's bound.");
    }

    private int Measure()
    {
        var length = 0;
        string? section = null;
        foreach (var line in lines)
        {
            if (!ReferenceEquals(line.Section, section))
                length += (section is null ? 0 : 1) + line.Section.Length + 1;
            section = line.Section;
            length += line.Text.Length + 1;
        }

        return length;
    }

    private string Write(int length)
    {
        var text = new StringBuilder(length);
        string? section = null;
        foreach (var line in lines)
        {
            if (!ReferenceEquals(line.Section, section))
                text.Append(section is null ? string.Empty : "\n").Append(line.Section).Append('\n');
            section = line.Section;
            text.Append(line.Text).Append('\n');
        }

        return text.ToString();
    }

    private readonly record struct Line(string Section, string Text, int Rank);
}
