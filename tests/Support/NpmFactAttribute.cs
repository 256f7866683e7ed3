namespace AccountTwins.Tests.Support;

/// <summary>A fact that needs node and the packages beside it in a folder of tests/, which <c>./test</c> installs; skipped, and said so, without them.</summary>
public sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute(string folder) => Skip = NpmPackages.Missing(folder);
}
