using System.Text.Json;
using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Value;

/// <summary>The survival models that a tenant's verdicts use on this silo.</summary>
public interface IValueModels
{
    /// <exception cref="StoreUnavailableException">Settings or renewals cannot be had now.</exception>
    Task<ValueModelsAnswer> ReadAsync(string tenant, CancellationToken cancellationToken);
}

/// <summary>From the board, with the counts of the renewals they were fitted to.</summary>
internal sealed class BoardValueModels(IPolicyBoard board, IRenewalStore texts) : IValueModels
{
    public async Task<ValueModelsAnswer> ReadAsync(string tenant, CancellationToken cancellationToken)
    {
        if (await board.EnsureAsync(tenant, cancellationToken) is not { } policy)
            throw new StoreUnavailableException("The tenant's settings cannot be had.");
        return new ValueModelsAnswer
        {
            Playbook = policy.Playbook.Hash,
            Renewals = policy.Renewals,
            Models = policy.Renewals is { } renewals ? Of(await HistoryAsync(tenant, renewals, cancellationToken), policy) : [],
        };
    }

    internal static ValueModelView[] Of(RenewalHistory history, TenantPolicy policy) =>
    [
        .. from entry in history.Cohorts
           orderby entry.Value.AtRisk descending, entry.Key.Segment, entry.Key.TermMonths
           select Of(entry.Key, entry.Value, policy.Survival.Of(entry.Key), policy.Playbook.Value.Assumptions.DiscountRate),
    ];

    private static ValueModelView Of(Cohort cohort, LifeTable table, SurvivalModel model, decimal discountRate)
    {
        var life = model.Lifetime(0, Valuation.DiscountOf(discountRate, cohort.TermMonths));
        var fitted = (model as SbgSurvival)?.Model;
        return new ValueModelView(
            cohort.Segment, cohort.TermMonths, table.AtRisk, table.Losses, table.Periods, JsonNamingPolicy.SnakeCaseLower.ConvertName(model.Method.ToString()),
            Math.Round(life.NextRenewal, 6), Math.Round(life.Low, 4), Math.Round(life.Expected, 4), Math.Round(life.High, 4),
            fitted is null ? null : Math.Round(fitted.Alpha, 6), fitted is null ? null : Math.Round(fitted.Beta, 6));
    }

    private async Task<RenewalHistory> HistoryAsync(string tenant, string renewals, CancellationToken cancellationToken) =>
        await texts.ReadAsync(tenant, renewals, cancellationToken) is not { } text ? throw new StoreUnavailableException($"The renewals {renewals} are missing.")
        : RenewalText.HashOf(text) != renewals ? throw new StoreUnavailableException($"The renewals {renewals} were altered in the store.")
        : RenewalText.Read(text);
}
