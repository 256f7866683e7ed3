using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AccountTwins.LoadTest.Crash.Telling;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.Tests.Faults;

/// <summary>
/// A topic that takes nothing: its lease belongs to somebody who does nothing with it. Signals wait in their log and are refused over HTTP, over a restart,
/// too; when the topic takes rows again all goes on by itself.
/// </summary>
[Collection(FaultsCollection.Name)]
public sealed class FullOutboxTests
{
    private const int OutboxMax = 100;
    private const int Changes = 3 * OutboxMax;

    private static readonly string[] Settings = [$"--Changes:OutboxMax={OutboxMax}", "--Changes:LookEvery=00:00:00.050", "--Changes:LeaseFor=00:00:02"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Signals_wait_at_a_full_outbox_and_nothing_is_lost()
    {
        await using var rig = await FaultRig.OpenAsync(TopicPlan.Single(4));
        await rig.StartSiloAsync(Settings);
        await TakeLeaseAsync(rig);
        var traffic = FaultRig.Traffic(seed: 21, signals: 20_000).ToList();
        await rig.SendAsync(traffic.Take(traffic.Count / 2));
        await rig.MetricsShowAsync(IsFull);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(rig));
        Assert.Equal(HttpStatusCode.NotFound, await rig.Silo.StatusAsync("/v1/accounts/nobody/context", default));

        await rig.StopSiloAsync();
        await rig.StartSiloAsync(Settings);
        await rig.MetricsShowAsync(IsFull);
        await rig.SendAsync(traffic.Skip(traffic.Count / 2));
        Assert.False(PacedProducer.Covers((await rig.PositionsAsync())!, rig.Producer.Ends));
        await rig.Database.ExecuteAsync("UPDATE change_reader SET holder = NULL, held_until = NULL");

        await rig.CommittedAsync();
        await Waiting.UntilAsync(async () => (await rig.Database.UntoldAsync(TopicPlan.Changes, "default")).Waiting == 0, Limit, () => "everything told");
        await rig.MetricsShowAsync(IsRoomy);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(rig));
        await rig.StopSiloAsync();

        var report = await rig.AuditAsync();
        var rows = await rig.Database.ChangesAsync();
        Assert.True(report.Lost == 0 && report.Doubled == 0, report.ToString());
        Assert.True(rows.Count > Changes, $"{rows.Count} changes fill no outbox of {OutboxMax}.");
        Assert.Empty(Telling.LogFaults(rows).Concat(Telling.TopicFaults(rows, await rig.ToldAsync())));
    }

    private static bool IsFull(string line) => ShowsFull(line, "1");

    /// <summary>The silo looks now and then: its rows may be told a moment before it knows.</summary>
    private static bool IsRoomy(string line) => ShowsFull(line, "0");

    private static bool ShowsFull(string line, string value) =>
        line.StartsWith("accounttwins_changes_outbox_full", StringComparison.Ordinal) && line.Split(' ') is [_, var shown, ..] && shown == value;

    private static Task TakeLeaseAsync(FaultRig rig) => Waiting.UntilAsync(
        async () => await rig.Database.ExecuteAsync($"UPDATE change_reader SET holder = 'nobody', held_until = {long.MaxValue}") == 1, Limit, () => "a lease to take");

    private static async Task<HttpStatusCode> PostAsync(FaultRig rig)
    {
        using var http = new HttpClient { BaseAddress = rig.Silo.Address };
        using var content = new StringContent(
            """{"specversion":"1.0","id":"full-1","source":"/full","type":"usage.activity.v1","subject":"posted","time":"2026-02-01T00:00:00Z","data":{"sessions":1}}""", Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", rig.Silo.Key);
        using var answer = await http.PostAsync(new Uri("/v1/signals", UriKind.Relative), content);
        return answer.StatusCode;
    }
}
