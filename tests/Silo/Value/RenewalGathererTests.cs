using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Streams;
using AccountTwins.Domain.Tenants;
using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Silo.Incidents;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Sweeping;
using AccountTwins.Silo.Value;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Value;

/// <summary>The pass over stored twins that rebuilds each tenant's renewals.</summary>
public sealed class RenewalGathererTests
{
    private readonly FakeClock _clock = new();
    private readonly MemoryRenewals _texts = new();
    private readonly KnownRenewals _inForce;
    private readonly StoredTwins _twins = new();

    public RenewalGathererTests() => _inForce = new KnownRenewals(_clock);

    private RenewalGatherer Gatherer => new(
        _twins, _texts, _inForce, new SightingQueue(_clock), new WholeSweep(), Options.Create(new ValueOptions { PageSize = 3 }), _clock, NullLogger<RenewalGatherer>.Instance);

    [Fact]
    public async Task Each_tenant_gets_its_own_history_and_a_second_pass_changes_nothing()
    {
        for (var number = 0; number < 5; number++)
        {
            _twins.Add(Customer("a", $"x{number}", renewals: number));
            _twins.Add(Customer("b", $"x{number}", renewals: 1));
        }

        var first = await Gatherer.PassAsync(CancellationToken.None);
        var second = await Gatherer.PassAsync(CancellationToken.None);

        Assert.Equal(new GatheringPass(10, 0, 2), first);
        Assert.Equal(new GatheringPass(10, 0, 0), second);
        Assert.Equal((0 + 1 + 2 + 3 + 4, 0, 1), Numbers("a"));
        Assert.Equal((5, 0, 1), Numbers("b"));
    }

    [Fact]
    public async Task Little_more_waits_for_a_day_and_a_tenth_more_does_not()
    {
        for (var number = 0; number < 30; number++)
            _twins.Add(Customer("a", $"x{number:00}", renewals: 1));
        await Gatherer.PassAsync(CancellationToken.None);

        _twins.Add(Customer("a", "y", renewals: 1));
        Assert.Equal(0, (await Gatherer.PassAsync(CancellationToken.None)).Taken);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await Gatherer.PassAsync(CancellationToken.None)).Taken);
        _twins.Add(Customer("a", "z", renewals: 4));
        Assert.Equal(1, (await Gatherer.PassAsync(CancellationToken.None)).Taken);
    }

    [Fact]
    public async Task A_twin_that_cannot_be_read_is_left_out_and_counted()
    {
        _twins.Add(Customer("a", "x", renewals: 1));
        _twins.Rows[new AccountKey("a", "y")] = [250, 1, 2];

        Assert.Equal(new GatheringPass(2, 1, 1), await Gatherer.PassAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Enough_losses_are_fitted_few_lean_on_the_tenant_and_a_thin_term_on_the_playbook()
    {
        for (var number = 0; number < 240; number++)
            _twins.Add(Customer("a", $"x{number:000}", renewals: number % 6, isLost: number % 4 == 0, segment: "smb"));
        for (var number = 0; number < 20; number++)
            _twins.Add(Customer("a", $"y{number:000}", renewals: number % 4, isLost: number % 5 == 0, segment: "enterprise"));
        _twins.Add(Customer("a", "z", renewals: 2, isLost: true, segment: "smb", years: 2));

        await Gatherer.PassAsync(CancellationToken.None);

        var models = await FittedAsync("a");
        Assert.Equal(
            [SurvivalMethod.Sbg, SurvivalMethod.SbgPenalised, SurvivalMethod.ConstantRate, SurvivalMethod.SbgPenalised],
            new[] { Cohort.Of("smb", 12), Cohort.Of("enterprise", 12), Cohort.Of("smb", 24), Cohort.Of("never seen", 12) }.Select(cohort => models.Of(cohort).Method));
    }

    private async Task<SurvivalModels> FittedAsync(string tenant) =>
        await new SurvivalFits(_texts, _clock, NullLogger<SurvivalFits>.Instance).FitAsync(tenant, _inForce.Of[tenant].Hash, new ValueAssumptions())
            ?? throw new InvalidOperationException("Nothing was fitted.");

    private static AccountTwin Customer(string tenant, string account, int renewals, bool isLost = false, string? segment = null, int years = 1)
    {
        var (key, start) = (new AccountKey(tenant, account), new DateOnly(2010, 1, 1));
        Fact[] facts =
        [
            new AccountUpdated { Segment = segment },
            new ContractSigned { Contract = "C", Arr = 10, Currency = "EUR", Start = start, End = start.AddYears(years).AddDays(-1) },
            .. Enumerable.Range(1, renewals).Select(term => new ContractRenewed { Contract = "C", Start = start.AddYears(years * term), End = start.AddYears(years * (term + 1)).AddDays(-1) }),
            .. isLost ? [new OutcomeChurned("C")] : Array.Empty<Fact>(),
        ];
        StreamSignal[] signals = [.. facts.Select((fact, index) => new StreamSignal(index, SignalOf(fact, new DateTimeOffset(2010 + index, 1, 1, 0, 0, 0, TimeSpan.Zero), index)))];
        return ((ApplyOutcome.Applied)AccountTwin.Empty(key).Apply(1, Positions.Nothing, signals)).Twin;
    }

    private static Signal SignalOf(Fact fact, DateTimeOffset at, int id) => Signal.Of(fact, at, "/test", id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private (long AtRisk, long Losses, int Cohorts) Numbers(string tenant) => (_inForce.Of[tenant].AtRisk, _inForce.Of[tenant].Losses, _inForce.Of[tenant].Cohorts);
}

/// <summary>Stored twins in memory.</summary>
internal sealed class StoredTwins : ITwinWalk
{
    public SortedDictionary<AccountKey, byte[]> Rows { get; } = new(Comparer<AccountKey>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString())));

    public void Add(AccountTwin twin) => Rows[twin.Key] = AccountTwinCodec.Pack(twin);

    public Task<IReadOnlyList<StoredState>> PageAsync(AccountKey? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredState>>(
            [.. Rows.Where(row => after is null || string.CompareOrdinal(row.Key.ToString(), after.ToString()) > 0).Take(limit).Select(row => new StoredState(row.Key, row.Value))]);
}

/// <summary>What is in force, as the chain would keep it.</summary>
internal sealed class KnownRenewals(TimeProvider clock) : IRenewalsInForce
{
    public Dictionary<string, GatheredRenewals> Of { get; } = [];

    public Task<GatheredRenewals?> ReadAsync(string tenant) => Task.FromResult(Of.GetValueOrDefault(tenant));

    public Task SetAsync(string tenant, string hash, long atRisk, long losses, int cohorts)
    {
        Of[tenant] = new GatheredRenewals(hash, atRisk, losses, cohorts, clock.GetUtcNow());
        return Task.CompletedTask;
    }
}
