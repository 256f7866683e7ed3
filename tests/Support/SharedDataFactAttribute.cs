namespace AccountTwins.Tests.Support;

/// <summary>A fact about sample data that stands beside the checkout; skipped, and said so, where it does not.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string relativePath)
    {
        if (RepositoryFiles.SharedData(relativePath) is null)
            Skip = $"No shared/data/{relativePath} beside the checkout.";
    }
}
