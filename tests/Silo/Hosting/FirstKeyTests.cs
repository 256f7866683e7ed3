using System.Collections.Concurrent;
using System.Runtime.Versioning;
using AccountTwins.LoadTest.Running;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Hosting.Welcome;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Hosting;

/// <summary>Who watches a terminal reads the first key there; the output of a service goes to collectors of logs, which never get it.</summary>
[Collection(WholeSilo.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class FirstKeyTests : IDisposable
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string KeyPattern = "at_[0-9a-f]{12}_[A-Za-z0-9_-]{43}";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeKeyStore _store = new();
    private readonly ApiOptions _api = new();

    private string Data => Path.Combine(_folder.Path, "data of mine");

    private string KeyFile => Path.Combine(Data, "first-key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_terminal_is_shown_the_key_itself()
    {
        var told = await Keys().TellAsync(isTerminal: true, default);

        Assert.Matches($"^{KeyPattern} ", told!.Line);
        Assert.StartsWith(told.InShell + " ", told.Line);
        Assert.False(Directory.Exists(Data));
        Assert.Null(await Keys().TellAsync(isTerminal: true, default));
    }

    [Fact]
    public async Task What_is_no_terminal_gets_the_path_of_a_file_for_its_owner_alone()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(KeyFile, "a key of an earlier store, longer than the one that there will be: 0123456789");
        File.SetUnixFileMode(KeyFile, OwnerAlone | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        var told = await Keys().TellAsync(isTerminal: false, default);

        Assert.Matches($"^{KeyPattern}\n$", await File.ReadAllTextAsync(KeyFile));
        Assert.Equal(OwnerAlone, File.GetUnixFileMode(KeyFile));
        Assert.StartsWith(KeyFile + "   (", told!.Line);
        Assert.DoesNotMatch(KeyPattern, told.Line + told.InShell);
    }

    [Fact]
    public async Task A_store_that_has_an_admin_key_leaves_the_file_as_it_is()
    {
        await Keys().TellAsync(isTerminal: false, default);
        var before = await File.ReadAllTextAsync(KeyFile);

        Assert.Null(await Keys().TellAsync(isTerminal: false, default));

        Assert.Equal(before, await File.ReadAllTextAsync(KeyFile));
    }

    [Fact]
    public async Task A_key_that_can_be_handed_to_nobody_is_not_made()
    {
        await File.WriteAllTextAsync(Data, "no folder");

        Assert.Null(await Keys().TellAsync(isTerminal: false, default));

        Assert.Empty(_store.Rows);
    }

    [Fact]
    public async Task The_first_key_is_of_those_who_run_the_deployment()
    {
        _api.OperatorTenant = "operators";

        await Keys().TellAsync(isTerminal: true, default);

        Assert.Equal("operators", Assert.Single(_store.Rows.Values).Tenant);
    }

    [Fact]
    public async Task A_silo_that_nobody_watches_writes_no_key_to_its_output()
    {
        var lines = new ConcurrentQueue<string>();
        using var silo = ChildProcess.Start("AccountTwins.Silo.dll", RunningSilo.Settings(Data).Select(setting => $"--{setting.Key}={setting.Value}"), Path.Combine(_folder.Path, "silo.log"), lines.Enqueue);

        await Until.TrueAsync(() => silo.HasExited || lines.Any(line => line.StartsWith("Serving.", StringComparison.Ordinal)), limit: TimeSpan.FromMinutes(2));

        Assert.False(silo.HasExited, string.Join('\n', lines));
        var key = Assert.Single(lines.Select(SiloKey.In).OfType<string>());
        Assert.Matches($"^{KeyPattern}$", key);
        Assert.Equal(OwnerAlone, File.GetUnixFileMode(KeyFile));
        Assert.All(lines, line => Assert.DoesNotMatch(KeyPattern, line));
        // The line for the account that is most at risk finds the key in its file.
        if (lines.FirstOrDefault(line => line.StartsWith("curl ", StringComparison.Ordinal)) is { } command)
            Assert.Contains("## Rules of engagement", await Bash.RunAsync(command, new Dictionary<string, string>()));
        await silo.StopAsync(TimeSpan.FromSeconds(60));
    }

    private FirstKeys Keys()
    {
        var clock = new FakeClock();
        var keys = new ApiKeyBootstrap(_store, new KeyLedger(new MemoryLedger(), clock), clock);
        return new FirstKeys(keys, Options.Create(new StorageOptions { DataFolder = Data }), Options.Create(_api), NullLogger<FirstKeys>.Instance);
    }
}
