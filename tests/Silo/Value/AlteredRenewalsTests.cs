using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Policies;
using AccountTwins.Silo.Value;
using AccountTwins.Tests.Domain.Value;
using AccountTwins.Tests.Silo.Policies;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Tests.Silo.Value;

/// <summary>Renewals are named by the hash of their text, and a text that is another one is never fitted to.</summary>
public sealed class AlteredRenewalsTests : IAsyncLifetime
{
    private static readonly byte[] Text = RenewalText.Write(RenewalHistory.Of([KeyValuePair.Create(Cohort.Of("smb", 12), PublishedCohorts.HighEnd())]));

    /// <summary>It reads as well, and is of customers who leave sooner: everybody would look worth less.</summary>
    private static readonly byte[] Other = RenewalText.Write(RenewalHistory.Of([KeyValuePair.Create(Cohort.Of("smb", 12), PublishedCohorts.Regular())]));

    private static readonly string Hash = RenewalText.HashOf(Text);

    private static readonly ContractStake Stake = new() { Arr = 9_600, Currency = "EUR", Segment = "smb", TermMonths = 12 };

    private TenantSilos _silos = null!;

    public async Task InitializeAsync() => _silos = await TenantSilos.StartAsync();

    public async Task DisposeAsync() => await _silos.DisposeAsync();

    [Fact]
    public async Task An_altered_history_makes_every_value_unknown_until_it_is_back()
    {
        var board = await GivenAsync(Other);

        Assert.Equal(new UnknownValue(UnknownValueReason.RenewalsAltered), Value(board));
        Assert.Equal(1, board.AlteredRenewals);

        await SaveAsync(Text);
        await board.TickAsync();
        Assert.Equal(new UnknownValue(UnknownValueReason.RenewalsAltered), Value(board));
        _silos.Clock.Advance(TimeSpan.FromSeconds(61));
        await Until.TrueAsync(async () =>
        {
            await board.TickAsync();
            return Value(board) is AccountValue;
        });
        Assert.Equal(0, board.AlteredRenewals);
    }

    [Fact]
    public async Task The_history_of_its_hash_is_fitted_to()
    {
        var board = await GivenAsync(Text);

        Assert.IsType<AccountValue>(Value(board));
        Assert.Equal(0, board.AlteredRenewals);
    }

    [Fact]
    public async Task It_is_told_to_operators_and_to_who_asks_for_the_models()
    {
        var board = await GivenAsync(Other);
        var log = new CapturedLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));

        Assert.False((await new SurvivalFits(_silos.Renewals, _silos.Clock, loggers.CreateLogger<SurvivalFits>()).FitAsync("acme", Hash, new ValueAssumptions()))!.IsTrusted);
        Assert.Contains($"The renewals {Hash} of tenant acme were altered in the store: their text has the hash {RenewalText.HashOf(Other)}.", Assert.Single(log.Lines).Text);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => new BoardValueModels(board, _silos.Renewals).ReadAsync("acme", default));
        Assert.Equal($"The renewals {Hash} were altered in the store.", refused.Message);
    }

    private async Task<PolicyBoard> GivenAsync(byte[] text)
    {
        await SaveAsync(text);
        Assert.Equal(TwinStanding.Ready, (await _silos.Tenant.SetRenewals(Hash, 100, 10, 1)).Standing);
        var board = _silos.NewBoard("a");
        Assert.NotNull(await board.EnsureAsync("acme", default));
        await Until.TrueAsync(async () =>
        {
            await board.TickAsync();
            return board.For("acme")!.Renewals == Hash;
        });
        return board;
    }

    private Task SaveAsync(byte[] text) => _silos.Renewals.SaveAsync("acme", Hash, text, _silos.Clock.GetUtcNow(), default);

    private static ValueAssessment Value(PolicyBoard board) => Valuation.Assess(Stake, board.For("acme")!.Survival, new ValueAssumptions());
}
