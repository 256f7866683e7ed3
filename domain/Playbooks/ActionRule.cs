using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Playbooks;

/// <summary>One entry of the catalogue: what an agent may ask to do, and what it takes.</summary>
public sealed record ActionRule
{
    /// <summary>lower_snake_case, 1 to 40 characters.</summary>
    public required string Type { get; init; }

    /// <summary>The latitude from which on the agent may do it alone.</summary>
    public required Latitude Requires { get; init; }

    public required Reversibility Reversibility { get; init; }

    /// <summary>Families whose feeds must be heard for it to be allowed.</summary>
    public ValueList<Family> Families { get; init; } = [];

    /// <summary>True when the request must name an amount and its currency.</summary>
    public bool TakesAmount { get; init; }

    /// <summary>Who does it promises the customer a day: from then on the account has an open promise.</summary>
    public bool Promises { get; init; }

    /// <summary>In base currency: more than this is denied, whoever asks. Null: no such limit.</summary>
    public decimal? AbsoluteCap { get; init; }

    /// <summary>In base currency, by tier: what the agent may spend alone in one conversation. A tier that is not listed: nothing.</summary>
    public ValueList<TierCap> Caps { get; init; } = [];

    public ValueList<BudgetRule> Budgets { get; init; } = [];

    /// <summary>In base currency, for one agent release over the whole tenant in one hour; null: no limit.</summary>
    public decimal? ReleaseAmountPerHour { get; init; }

    /// <summary>Acts of one agent release over the whole tenant in one hour; null: no limit.</summary>
    public int? ReleaseCountPerHour { get; init; }

    public ValueList<Obligation> Obligations { get; init; } = [];

    /// <summary>By rising amount and tier; the first that covers both approves.</summary>
    public ValueList<ApproverRule> Approvers { get; init; } = [];

    /// <summary>The author's word that what no approver covers takes two executives, which is so in any case: nobody forgets it unseen.</summary>
    public bool TwoExecutivesAbove { get; init; }

    /// <summary>The agent's own confidence, 0 to 1, below which a person looks first; null: not asked for.</summary>
    public decimal? ConfidenceFloor { get; init; }

    /// <summary>A text that tells the customer to wait, without reasons from inside; at most 200 characters.</summary>
    public string? HoldingText { get; init; }

    public decimal CapOf(Value.Tiers.ValueTier tier)
    {
        foreach (var cap in Caps)
        {
            if (cap.Tier == tier)
                return cap.Amount;
        }

        return 0;
    }
}

/// <summary>Whether an act can be taken back. Numbers are stored and rise with the harm.</summary>
public enum Reversibility : byte
{
    Unspecified = 0,
    Reversible = 1,

    /// <summary>A follow-up repairs it at bounded cost.</summary>
    Correctable = 2,

    /// <summary>Money out, legal or contract commitment: never without a person.</summary>
    Irreversible = 3,
}

public sealed record TierCap(Value.Tiers.ValueTier Tier, decimal Amount);

/// <summary>What one account may be given of one action in a window; money in base currency.</summary>
/// <param name="Window">24 hours or 30 days.</param>
/// <param name="Amount">Null: money is not limited here.</param>
/// <param name="Count">Null: the number of acts is not limited here.</param>
public sealed record BudgetRule(BudgetWindow Window, decimal? Amount, int? Count);

/// <summary>Over which time acts add up. Numbers are stored.</summary>
public enum BudgetWindow : byte
{
    Unspecified = 0,
    Day = 1,
    Month = 2,
}

/// <summary>Who approves up to an amount (base currency, null: any) and up to a tier, and how many different people it takes.</summary>
public sealed record ApproverRule(decimal? UpToAmount, Value.Tiers.ValueTier UpToTier, ApproverRole Role, int People);

/// <summary>Who may approve. Numbers are stored and rise with authority: a higher role may always stand in for a lower.</summary>
public enum ApproverRole : byte
{
    Unspecified = 0,
    Csm = 1,
    Lead = 2,
    Executive = 3,
}
