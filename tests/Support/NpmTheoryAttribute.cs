namespace AccountTwins.Tests.Support;

/// <summary>A theory that needs node and the packages beside it in a folder of tests/, which <c>./test</c> installs; skipped, and said so, without them.</summary>
public sealed class NpmTheoryAttribute : TheoryAttribute
{
    public NpmTheoryAttribute(string folder) => Skip = NpmPackages.Missing(folder);
}

internal static class NpmPackages
{
    /// <summary>What to say of a folder whose packages are not there; null where they are.</summary>
    public static string? Missing(string folder) =>
        Directory.Exists(Path.Combine(RepositoryFiles.Root, folder, "node_modules")) ? null : $"The npm packages of {folder} are not installed (npm ci --prefix {folder}).";
}
