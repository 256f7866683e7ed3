using System.Diagnostics;

using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Deploy;

public sealed class ComposeTests
{
    [ComposeFact]
    public async Task The_compose_file_is_valid_and_gives_both_silos_the_same_cluster()
    {
        var start = new ProcessStartInfo("docker-compose", ["-f", Path.Combine(RepositoryFiles.Root, "docker-compose.yml"), "config"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(process.ExitCode == 0, await error);
        var lines = (await output).Split('\n').Select(line => line.Trim()).ToList();
        foreach (var service in new[] { "silo-1:", "silo-2:", "postgres:", "kafka:", "topics:" })
            Assert.Contains(service, lines);
        foreach (var setting in new[] { "Kafka__Group: account-twins", "Storage__Provider: postgresql" })
            Assert.Equal(2, lines.Count(line => line == setting));
    }

    private sealed class ComposeFactAttribute : FactAttribute
    {
        public ComposeFactAttribute()
        {
            var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
            if (!folders.Any(folder => File.Exists(Path.Combine(folder, "docker-compose"))))
                Skip = "docker-compose is not installed (Debian: apt-get install docker-compose).";
        }
    }
}
