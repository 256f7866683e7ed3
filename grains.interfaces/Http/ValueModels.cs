namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>What the values of a tenant's accounts rest on: how likely a renewal is, by segment and term length.</summary>
public sealed record ValueModelsAnswer
{
    /// <summary>Hash of the playbook whose assumptions count.</summary>
    public required string Playbook { get; init; }

    /// <summary>Hash of the renewals that the models were fitted to; null: none yet, and everything is as the playbook assumes.</summary>
    public string? Renewals { get; init; }

    /// <summary>The largest cohorts first.</summary>
    public ValueModelView[] Models { get; init; } = [];
}

/// <summary>The survival of one segment and term length. Terms are what a customer who starts now is expected to stay for, discounted, with the 95 % interval.</summary>
/// <param name="Segment">In small letters; empty for accounts of no known segment.</param>
/// <param name="AtRisk">Renewals that came up.</param>
/// <param name="Lost">Of those, the ones at which the contract was lost.</param>
/// <param name="Periods">Renewal opportunities that at least one contract reached.</param>
/// <param name="Method">sbg (fitted to its own), sbg_penalised (drawn towards the tenant's), constant_rate (the playbook's, with what was seen).</param>
/// <param name="NextRenewal">Probability of surviving the first renewal.</param>
/// <param name="Alpha">Of the shifted-beta-geometric model; null where there is none. So is <paramref name="Beta"/>.</param>
public sealed record ValueModelView(
    string Segment, int TermMonths, long AtRisk, long Lost, int Periods, string Method, double NextRenewal, double TermsLow, double Terms, double TermsHigh, double? Alpha, double? Beta);
