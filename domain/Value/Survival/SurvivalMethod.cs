namespace AccountTwins.Domain.Value.Survival;

/// <summary>What an account's survival was read from. Numbers are stored; on the wire: snake_case, as sbg_penalised.</summary>
public enum SurvivalMethod : byte
{
    Unspecified = 0,

    /// <summary>Shifted-beta-geometric, fitted to the account's own segment and term length.</summary>
    Sbg = 1,

    /// <summary>The same, drawn towards all of the tenant's contracts of that term length, because its own data are thin.</summary>
    SbgPenalised = 2,

    /// <summary>One probability for every renewal, from the playbook, because the tenant's data are thin too.</summary>
    ConstantRate = 3,
}
