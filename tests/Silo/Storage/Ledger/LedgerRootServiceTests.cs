using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Storage.Ledger;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Storage.Ledger;

/// <summary>Roots are written on time, for every tenant with something new, and a store that was away is tried again.</summary>
public sealed class LedgerRootServiceTests
{
    [Fact]
    public async Task Roots_are_written_every_period_and_a_store_that_is_away_is_tried_again()
    {
        var clock = new FakeClock();
        var audit = new Audit();
        using var service = new LedgerRootService(audit, Options.Create(new StorageOptions { LedgerRootMinutes = 10 }), clock, NullLogger<LedgerRootService>.Instance);
        await service.StartAsync(default);
        await Until.TrueAsync(() => clock.Waiting == 1);

        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(0, audit.Looks);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => audit.Looks == 1);
        audit.Behind = ["one", "two"];
        clock.Advance(TimeSpan.FromMinutes(10));
        await Until.TrueAsync(() => audit.Written.Length == 2);

        Assert.Equal(["one", "two"], audit.Written);
        await service.StopAsync(default);
    }

    /// <summary>Away until it is told who is behind.</summary>
    private sealed class Audit : ILedgerAudit
    {
        private volatile string[] _written = [];
        private volatile int _looks;

        public string[]? Behind { get; set; }

        public string[] Written => _written;

        public int Looks => _looks;

        public Task<string[]> TenantsBehindAsync(CancellationToken cancellationToken)
        {
            _looks++;
            return Behind is { } behind ? Task.FromResult(behind) : throw new StoreUnavailableException("away");
        }

        public Task<LedgerRoot?> WriteRootAsync(string tenant, DateTimeOffset at, CancellationToken cancellationToken)
        {
            _written = [.. _written, tenant];
            return Task.FromResult<LedgerRoot?>(new LedgerRoot(1, at, 1, [1], []));
        }

        public Task<LedgerRoot?> ReadRootAsync(string tenant, long? number, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LedgerAuditReport> VerifyAsync(string tenant, IProgress<LedgerAuditProgress>? progress, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
