using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Security;

[Collection(WholeSilo.Name)]
public sealed class KeyEndsAtStartTests
{
    [Fact]
    public async Task A_silo_tells_at_its_start_what_ran_out_meanwhile()
    {
        using var folder = new TemporaryFolder();
        await using (var before = await RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false")))
            Assert.True(await before.Services.GetRequiredService<IApiKeyStore>().InsertAsync(new ApiKeyRow("a", [1], "default", "ines", "agent", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), null), default));

        await using var silo = await RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false"));
        var ledger = silo.Services.GetRequiredService<ILedgerStore>();
        await Until.TrueAsync(async () => (await ledger.ReadAsync(LedgerSubject.OfKeys("default"), 1, 100, default)).Any(entry => entry.Kind == "key_expired"));
    }
}
