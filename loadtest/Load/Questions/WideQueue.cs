using System.Text;
using System.Text.RegularExpressions;
using AccountTwins.Grains.Policies;
using AccountTwins.LoadTest.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.LoadTest.Load.Questions;

/// <summary>A review queue with room for all that a run asks: as shipped, a playbook lets 500 items wait and hands the rest over to people at once, and nobody reviews here.</summary>
internal static class WideQueue
{
    /// <summary>The most that a playbook may name.</summary>
    public const int Most = 100_000;

    private static readonly TimeSpan FollowedWithin = TimeSpan.FromSeconds(20);

    public static async Task OpenAsync(InnerSilo silo, RawHttp http, int items, CancellationToken cancellationToken)
    {
        var shipped = Encoding.UTF8.GetString(silo.Services.GetRequiredService<IPlaybookReader>().Default);
        var widened = Regex.Replace(shipped, @"queue_max: \d+", $"queue_max: {items}");
        await http.PutAsync("/v1/playbook", widened, "application/yaml");
        var board = silo.Services.GetRequiredService<IPolicyBoard>();
        await Waiting.UntilAsync(
            async () => (await board.EnsureAsync(Workload.Traffic.Tenant, cancellationToken))?.Playbook.Reviews.QueueMax == items,
            FollowedWithin,
            () => "the wider playbook in force",
            cancellationToken);
    }
}
