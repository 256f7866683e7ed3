namespace AccountTwins.Tests.Support;

/// <summary>A fact that needs Debian's kcat; skipped, and said so, where it is not installed.</summary>
public sealed class KcatFactAttribute : FactAttribute
{
    public KcatFactAttribute()
    {
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!directories.Any(directory => File.Exists(Path.Combine(directory, "kcat"))))
            Skip = "kcat is not installed (apt-get install kcat).";
    }
}
