namespace AccountTwins.Tests.Support;

/// <summary>A theory that needs node and the packages beside it in a folder of tests/, which <c>./test</c> installs; skipped, and said so, without them.</summary>
public sealed class NpmTheoryAttribute : TheoryAttribute
{
    public NpmTheoryAttribute(string folder)
    {
        if (!Directory.Exists(Path.Combine(RepositoryFiles.Root, folder, "node_modules")))
            Skip = $"The npm packages of {folder} are not installed (npm ci --prefix {folder}).";
    }
}
