using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AccountTwins.Tests.Support;
using Xunit.Abstractions;

namespace AccountTwins.Tests.Cluster;

/// <summary>Two silos share accounts and partitions, and one of them is killed under load and comes back.</summary>
public sealed class TwoSilosTests(ITestOutputHelper output)
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(2);

    private static readonly string[] Stable = ["revision", "profile", "contract", "stakeholders", "tickets", "promises", "flags"];

    [ClusterOnPostgresFact]
    public async Task Both_silos_answer_alike_and_a_killed_one_costs_no_signal()
    {
        await using var rig = await ClusterRig.StartAsync();
        await StartAsync(rig.First, StartWithin);
        await UseKeyAsync(rig);
        await StartAsync(rig.Second, StartWithin);
        await Until.TrueAsync(() => ShareAsync(rig), StartWithin, "both silos read partitions");

        await rig.SendAsync(10_000);
        await rig.AllCommittedAsync();
        Assert.True(await rig.First.TwinsResidentAsync() > 0);
        Assert.True(await rig.Second.TwinsResidentAsync() > 0);
        await AnswerAlikeAsync(rig);

        string[] known = [.. rig.Accounts];
        var before = await rig.ProgressAsync();
        var sending = rig.SendAsync(10_000);
        await Until.TrueAsync(async () => await rig.ProgressAsync() > before, StartWithin, "the stream flows");
        rig.Second.Kill();
        var killed = Stopwatch.StartNew();
        foreach (var account in known)
            Assert.Contains((await rig.First.GetAsync($"/v1/accounts/{account}")).Status, new HttpStatusCode?[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable });
        await sending;
        await Until.TrueAsync(async () => await rig.First.PartitionsAsync() == rig.Partitions, StartWithin, "the survivor reads all partitions");
        output.WriteLine($"The survivor reads all partitions {killed.Elapsed.TotalSeconds:0.0} s after the kill.");
        await rig.AllCommittedAsync();
        output.WriteLine($"It has caught up {killed.Elapsed.TotalSeconds:0.0} s after the kill.");

        await StartAsync(rig.Second, StartWithin);
        await rig.SendAsync(int.MaxValue);
        await rig.AllCommittedAsync();
        await Until.TrueAsync(() => ShareAsync(rig), StartWithin, "both silos read partitions again");
        await AnswerAlikeAsync(rig);

        await rig.Second.StopAsync();
        await rig.First.StopAsync();
        var report = await rig.AuditAsync();
        Assert.True(report.IsClean, $"{report}\nlogs in {rig.Folder.FullName}");
        rig.Folder.Delete(recursive: true);
    }

    private static async Task AnswerAlikeAsync(ClusterRig rig)
    {
        foreach (var account in rig.Accounts)
            Assert.Equal(await AccountAsync(rig.First, account), await AccountAsync(rig.Second, account));
    }

    private static async Task StartAsync(ClusterSilo silo, TimeSpan within)
    {
        silo.Start();
        await Until.TrueAsync(async () => silo.HasExited || await silo.IsReadyAsync(), within, "the silo is ready");
        Assert.False(silo.HasExited, silo.Log);
    }

    /// <summary>The first start of the store prints its first key.</summary>
    private static async Task UseKeyAsync(ClusterRig rig)
    {
        string? key = null;
        await Until.TrueAsync(() => Task.FromResult((key = rig.First.PrintedKey) is not null), StartWithin, "the first key is printed");
        rig.First.UseKey(key!);
        rig.Second.UseKey(key!);
    }

    private static async Task<bool> ShareAsync(ClusterRig rig) =>
        await rig.First.PartitionsAsync() is var first and > 0 && await rig.Second.PartitionsAsync() is var second and > 0 && first + second == rig.Partitions;

    /// <summary>What of an account does not move with the clock.</summary>
    private static async Task<string> AccountAsync(ClusterSilo silo, string account)
    {
        var (status, text) = await silo.GetAsync($"/v1/accounts/{account}");
        Assert.Equal((account, HttpStatusCode.OK), (account, status));
        using var document = JsonDocument.Parse(text);
        return string.Join('\n', Stable.Select(name => document.RootElement.TryGetProperty(name, out var value) ? $"{name} {value.GetRawText()}" : name));
    }
}
