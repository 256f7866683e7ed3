using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AccountTwins.Tests.Support;
using Xunit.Abstractions;

namespace AccountTwins.Tests.Cluster;

/// <summary>Two silos share accounts and partitions, and one of them is killed under load and comes back.</summary>
public sealed class TwoSilosTests(ITestOutputHelper output)
{
    private static readonly string[] Stable = ["revision", "profile", "contract", "stakeholders", "tickets", "promises", "flags"];

    [ClusterOnPostgresFact]
    public async Task Both_silos_answer_alike_and_a_killed_one_costs_no_signal()
    {
        await using var rig = await ClusterRig.StartAsync();
        await ClusterRig.StartAsync(rig.First);
        await rig.UseKeyAsync();
        await ClusterRig.StartAsync(rig.Second);
        await rig.SharedByAsync(rig.First, rig.Second);

        await rig.SendAsync(10_000);
        await rig.AllCommittedAsync();
        Assert.True(await rig.First.TwinsResidentAsync() > 0);
        Assert.True(await rig.Second.TwinsResidentAsync() > 0);
        await AnswerAlikeAsync(rig);

        string[] known = [.. rig.Accounts];
        var before = await rig.ProgressAsync();
        var sending = rig.SendAsync(10_000);
        await Until.TrueAsync(async () => await rig.ProgressAsync() > before, ClusterRig.StartWithin, "the stream flows");
        rig.Second.Kill();
        var killed = Stopwatch.StartNew();
        foreach (var account in known)
            Assert.Contains((await rig.First.GetAsync($"/v1/accounts/{account}")).Status, new HttpStatusCode?[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable });
        await sending;
        await Until.TrueAsync(async () => await rig.First.PartitionsAsync() == rig.Partitions, ClusterRig.StartWithin, "the survivor reads all partitions");
        output.WriteLine($"The survivor reads all partitions {killed.Elapsed.TotalSeconds:0.0} s after the kill.");
        await rig.AllCommittedAsync();
        output.WriteLine($"It has caught up {killed.Elapsed.TotalSeconds:0.0} s after the kill.");

        await ClusterRig.StartAsync(rig.Second);
        await rig.SendAsync(int.MaxValue);
        await rig.AllCommittedAsync();
        await rig.SharedByAsync(rig.First, rig.Second);
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

    /// <summary>What of an account does not move with the clock.</summary>
    private static async Task<string> AccountAsync(ClusterSilo silo, string account)
    {
        var (status, text) = await silo.GetAsync($"/v1/accounts/{account}");
        Assert.Equal((account, HttpStatusCode.OK), (account, status));
        using var document = JsonDocument.Parse(text);
        return string.Join('\n', Stable.Select(name => document.RootElement.TryGetProperty(name, out var value) ? $"{name} {value.GetRawText()}" : name));
    }
}
