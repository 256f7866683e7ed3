using System.Text;
using AccountTwins.Domain.Changes;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Tests.Grains.Decisions;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;

namespace AccountTwins.Tests.Grains.Changes;

public class OverrideAnnouncingFacts
{
    private readonly SessionBench _bench = new();

    [Fact]
    public async Task What_changes_an_accounts_latitude_is_announced_and_what_is_only_proposed_is_not()
    {
        var session = await _bench.KnownAsync();
        var until = _bench.Clock.GetUtcNow().AddDays(3);
        foreach (var (step, latitude, by) in new[]
        {
            ("lift_tightening", Latitude.Unspecified, "ana"), ("tighten", Latitude.Diagnostic, "ana"), ("lift_tightening", Latitude.Unspecified, "ana"), ("lift_tightening", Latitude.Unspecified, "kim"),
            ("loosen", Latitude.Full, "ana"), ("loosen", Latitude.Full, "kim"), ("lift_loosening", Latitude.Unspecified, "ana"), ("lift_loosening", Latitude.Unspecified, "ana"),
        })
        {
            var reply = await session.OverrideAsync(new OverrideAsk { Step = step, Latitude = latitude, Reason = "the lawyers talk", By = by, ExpiresAt = until }, default);
            Assert.Null(reply.Refusal);
        }

        var told = _bench.Ledger.Announced;
        Assert.All(told, change => Assert.Equal((ChangeKinds.LatitudeOverridden, Key.Tenant, Key.Account), (change.Kind, change.Tenant, change.Account)));
        Assert.Equal(told.Count, told.Select(change => change.Id).Distinct().Count());
        string[] steps =
        [
            "{\"step\":\"tightened\",\"by\":\"ana\",\"latitude\":\"diagnostic\",\"reason\":\"the lawyers talk\",\"until\":", "{\"step\":\"tightening_lifted\",\"by\":\"ana, kim\"}",
            "{\"step\":\"loosened\",\"by\":\"ana, kim\",\"latitude\":\"full\",", "{\"step\":\"loosening_lifted\",\"by\":\"ana\"}",
        ];
        Assert.Equal(steps.Length, told.Count);
        Assert.All(steps.Zip(told), pair => Assert.StartsWith(pair.First, Encoding.UTF8.GetString(pair.Second.Data), StringComparison.Ordinal));
    }
}
