using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Readme;

/// <summary>A document of the repository and its fenced blocks.</summary>
internal sealed class MarkdownFile(string path)
{
    private const string Fence = "```";

    public string Text { get; } = File.ReadAllText(Path.Combine(RepositoryFiles.Root, path));

    /// <summary>The contents of the blocks that open with exactly this, such as <c>bash run</c>.</summary>
    public IEnumerable<string> Blocks(string info)
    {
        List<string>? block = null;
        var isWanted = false;
        foreach (var line in Text.Split('\n'))
        {
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                block?.Add(line);
                continue;
            }

            if (block is null)
            {
                (block, isWanted) = ([], line[Fence.Length..] == info);
                continue;
            }

            if (isWanted)
                yield return string.Join('\n', block);
            block = null;
        }
    }
}
