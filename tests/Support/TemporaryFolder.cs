namespace AccountTwins.Tests.Support;

/// <summary>A folder of one test's own, removed with what is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("accounttwins-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
