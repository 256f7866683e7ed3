using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Tidy;

/// <summary>The repository's own text files, without what builds and runs leave behind.</summary>
internal static class Tree
{
    private static readonly string[] LeftBehind = [".git", ".vs", "artifacts", "bin", "data", "node_modules", "obj", "TestResults"];
    private static readonly string[] Texts =
    [
        "", ".cs", ".csproj", ".css", ".html", ".js", ".json", ".jsonl", ".md", ".props", ".sh", ".sln", ".sql", ".targets", ".txt", ".yaml", ".yml",
    ];

    /// <summary>Folders of what is shipped.</summary>
    public static readonly string[] Product = ["client", "domain", "grains", "grains.interfaces", "mcp", "silo"];

    public static IReadOnlyList<TextFile> Files { get; } = [.. Walk(new DirectoryInfo(RepositoryFiles.Root)).OrderBy(file => file.Path, StringComparer.Ordinal)];

    public static IEnumerable<TextFile> Code(params IEnumerable<string> folders) =>
        Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && folders.Contains(file.Folder));

    private static IEnumerable<TextFile> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            // A worktree's .git is a file that names the machine.
            if (file.Name != ".git" && Texts.Contains(file.Extension))
                yield return new TextFile(Path.GetRelativePath(RepositoryFiles.Root, file.FullName).Replace('\\', '/'));
        }

        foreach (var inner in folder.EnumerateDirectories().Where(inner => !LeftBehind.Contains(inner.Name)))
        {
            foreach (var file in Walk(inner))
                yield return file;
        }
    }
}

/// <summary>A file by its path from the root, with forward slashes.</summary>
internal sealed record TextFile(string Path)
{
    /// <summary>The first part of the path.</summary>
    public string Folder => Path.Split('/')[0];

    public IEnumerable<string> Lines => File.ReadLines(FullPath);

    public string FullPath => System.IO.Path.Combine(RepositoryFiles.Root, Path);

    /// <summary>The lines that a rule forbids, each with its place.</summary>
    public IEnumerable<string> Find(Func<string, bool> isForbidden) =>
        Lines.Select((line, index) => (line, number: index + 1)).Where(found => isForbidden(found.line)).Select(found => $"{Path}:{found.number}: {found.line.Trim()}");
}
