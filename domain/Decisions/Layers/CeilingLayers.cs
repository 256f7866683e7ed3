using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Decisions.Layers;

/// <summary>What people and the playbook give at most: the cell of tier and band, overrides, switches, breakers, the scenario's own record.</summary>
internal static class CeilingLayers
{
    public static void Apply(ActionJudgement judgement)
    {
        Cell(judgement);
        Override(judgement);
        Scenario(judgement);
        Breakers(judgement);
    }

    private static void Cell(ActionJudgement judgement)
    {
        var account = judgement.Account;
        var cell = judgement.Playbook.Matrix[account.Tier, account.LatitudeBand];
        var tier = account.Tier == ValueTier.Unspecified ? "unknown" : Words<ValueTier>.Of(account.Tier);
        var name = $"{tier}×{Words<Health.HealthBand>.Of(account.LatitudeBand)}";
        var instead = judgement.Input.Override?.Instead;
        judgement.Cap(
            LayerKind.Playbook, name, cell, VerdictCodes.PlaybookCell,
            !judgement.Binds(cell) ? "" : $"The playbook gives a {tier} account in band {Words<Health.HealthBand>.Of(account.LatitudeBand)} {Words<Latitude>.Of(cell)}; this takes {Words<Latitude>.Of(judgement.Rule.Requires)}.",
            "a better health band, or a playbook that gives this cell more", isShadow: instead is not null);
        if (instead is { } wider)
            judgement.Cap(LayerKind.Override, "instead_of_cell", wider, VerdictCodes.Override, $"An override gives this account {Words<Latitude>.Of(wider)}.", "a wider override");
    }

    private static void Override(ActionJudgement judgement)
    {
        if (judgement.Input.Override?.AtMost is { } atMost)
            judgement.Cap(LayerKind.Override, "at_most", atMost, VerdictCodes.Override, $"An override leaves this account {Words<Latitude>.Of(atMost)} at most.", "the override lifted");
    }

    private static void Scenario(ActionJudgement judgement)
    {
        if (judgement.Facts.ScenarioLatitude is { } left)
            judgement.Cap(
                LayerKind.Scenario, judgement.Facts.Scenario, left, VerdictCodes.ScenarioQuality,
                !judgement.Binds(left) ? "" : $"Reviews have left the scenario {judgement.Facts.Scenario} {Words<Latitude>.Of(left)}.", "better reviews of this scenario, or a person who resets it");
    }

    /// <summary>With a policy that is too old a switch may have been thrown unseen: not even a draft goes out alone.</summary>
    private static void Breakers(ActionJudgement judgement)
    {
        if (judgement.Facts.KillSwitch is { } kill)
            judgement.Cap(LayerKind.Breaker, kill, Latitude.Suspended, VerdictCodes.KillSwitch, $"The kill switch {kill} is thrown.", "the kill switch taken back");
        if (judgement.Facts.Breaker is { } breaker)
            judgement.Cap(LayerKind.Breaker, breaker, Latitude.Diagnostic, VerdictCodes.BreakerOpen, $"The breaker {breaker} is open until a person resets it.", "the breaker reset");
        if (judgement.Input.Tenant.IsPolicyStale)
            judgement.CapAndStop(LayerKind.Breaker, "policy", Latitude.Diagnostic, VerdictCodes.PolicyStale, "Playbook and switches could not be looked up for over a second.", "the service reaches its settings again");
    }
}
