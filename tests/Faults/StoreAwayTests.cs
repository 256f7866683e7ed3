using System.Diagnostics;
using System.Net;
using AccountTwins.LoadTest.Running;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Faults;

/// <summary>PostgreSQL goes away under load and comes back.</summary>
[Collection(FaultsCollection.Name)]
public sealed class StoreAwayTests
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);

    [PostgresFact]
    public async Task A_database_that_is_away_for_twenty_seconds_costs_nothing_and_reads_are_answered_with_their_age()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var rig = await FaultRig.OpenAsync(TopicPlan.ByFamily(2), server.ConnectionString);
        await rig.StartSiloAsync();
        await rig.SendAsync(FaultRig.Traffic(1, 2_000));
        await rig.CommittedAsync();
        var last = "";
        await Waiting.UntilAsync(async () => SaysItsAge(last = await ContextAsync(rig)), Away, () => $"feeds with an age: {last}");

        await server.StopAsync();
        var since = Stopwatch.GetTimestamp();
        await rig.SendAsync(FaultRig.Traffic(2, 1_500));
        do
        {
            var context = await ContextAsync(rig);
            Assert.True(SaysItsAge(context), context);
        }
        while (Stopwatch.GetElapsedTime(since) < Away);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await rig.Silo.StatusAsync("/health/ready", CancellationToken.None));
        await server.RestartAsync();
        await rig.CommittedAsync();

        var report = await rig.AuditAsync();
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(3_500, report.Signals);
    }

    private static async Task<string> ContextAsync(FaultRig rig)
    {
        using var answer = await rig.Silo.GetAsync("/v1/accounts/hot/context", CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static bool SaysItsAge(string context) => context.Contains("\"ageSeconds\":", StringComparison.Ordinal);
}
