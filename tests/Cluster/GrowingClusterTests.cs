using System.Diagnostics;
using System.Net;
using AccountTwins.Tests.Support;
using Xunit.Abstractions;

namespace AccountTwins.Tests.Cluster;

/// <summary>A cluster under load that grows to three silos, loses one of them, and is then restarted one silo after the other.</summary>
public sealed class GrowingClusterTests(ITestOutputHelper output)
{
    private const int EachTime = 4_000;

    [ClusterOnPostgresFact]
    public async Task Joining_dying_and_a_rolling_restart_cost_no_signal()
    {
        await using var rig = await ClusterRig.StartAsync();
        await ClusterRig.StartAsync(rig.First);
        await rig.UseKeyAsync();
        await ClusterRig.StartAsync(rig.Second);
        await rig.SharedByAsync(rig.First, rig.Second);
        await rig.SendAsync(EachTime);
        await rig.AllCommittedAsync();

        await UnderLoadAsync(rig, "a third silo joins", rig.First, async () =>
        {
            await ClusterRig.StartAsync(rig.Third);
            await rig.SharedByAsync(rig.First, rig.Second, rig.Third);
        });

        await UnderLoadAsync(rig, "one of three is killed", rig.First, async () =>
        {
            rig.Second.Kill();
            await rig.SharedByAsync(rig.First, rig.Third);
        });

        await ClusterRig.StartAsync(rig.Second);
        foreach (var (silo, asked) in new[] { (rig.First, rig.Second), (rig.Second, rig.Third), (rig.Third, rig.First) })
        {
            await UnderLoadAsync(rig, "one is restarted", asked, async () =>
            {
                await silo.StopAsync();
                await ClusterRig.StartAsync(silo);
            });
        }

        await rig.SendAsync(int.MaxValue);
        await rig.AllCommittedAsync();
        await rig.SharedByAsync(rig.First, rig.Second, rig.Third);
        // Activations do not move back by themselves: the one that was restarted last holds what is new since, which may be nothing.
        foreach (var silo in new[] { rig.First, rig.Second })
            Assert.True(await silo.TwinsResidentAsync() > 0, "A silo holds no twins.");
        await Task.WhenAll(rig.First.StopAsync(), rig.Second.StopAsync(), rig.Third.StopAsync());
        var report = await rig.AuditAsync();
        Assert.True(report.IsClean, $"{report}\nlogs in {rig.Folder.FullName}");
        rig.Folder.Delete(recursive: true);
    }

    /// <summary>Lets something happen while signals flow, and takes the time until a silo that stayed answers about every account again.</summary>
    private async Task UnderLoadAsync(ClusterRig rig, string what, ClusterSilo asked, Func<Task> happens)
    {
        string[] known = [.. rig.Accounts];
        var before = await rig.ProgressAsync();
        var sending = rig.SendAsync(EachTime);
        await Until.TrueAsync(async () => await rig.ProgressAsync() > before, ClusterRig.StartWithin, "the stream flows");
        var began = Stopwatch.StartNew();
        var happening = happens();
        foreach (var account in known)
            await AnsweredAsync(asked, account);
        output.WriteLine($"{what}: all {known.Length} accounts answered after {began.Elapsed.TotalSeconds:0.0} s");
        await happening;
        await sending;
        await rig.AllCommittedAsync();
        output.WriteLine($"{what}: caught up after {began.Elapsed.TotalSeconds:0.0} s");
    }

    /// <summary>An account that moves may be told to be busy for a moment; nothing else is an answer.</summary>
    private static Task AnsweredAsync(ClusterSilo silo, string account) => Until.TrueAsync(
        async () =>
        {
            var (status, text) = await silo.GetAsync($"/v1/accounts/{account}");
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{account}: {status} {text}");
            return status == HttpStatusCode.OK;
        },
        ClusterRig.StartWithin,
        $"{account} is answered");
}
