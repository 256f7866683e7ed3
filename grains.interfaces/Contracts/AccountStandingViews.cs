namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>What the account is expected to be worth: future margin, discounted, over all contracts that count.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-value-view")]
public sealed record AccountValueView
{
    /// <summary>small, mid, strategic, global or unknown; unknown counts as the highest.</summary>
    [Id(0)]
    public required string Tier { get; init; }

    /// <summary>In base currency; absent where one of the contracts has no known value or no rate.</summary>
    [Id(1)]
    public decimal? Expected { get; init; }

    /// <summary>Of <see cref="Expected"/>.</summary>
    [Id(2)]
    public required string Currency { get; init; }

    [Id(3)]
    public ContractValueView[] Contracts { get; init; } = [];

    /// <summary><see cref="Expected"/> as the account's own health moves it; for people alone, no tier and no verdict goes by it. Absent where health is unknown.</summary>
    [Id(4)]
    public decimal? ExpectedUnderHealth { get; init; }
}

/// <summary>The value of one contract with its 95 % interval, or why it is not known.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.contract-value-view")]
public sealed record ContractValueView
{
    [Id(0)]
    public string? Currency { get; init; }

    [Id(1)]
    public decimal? Low { get; init; }

    [Id(2)]
    public decimal? Expected { get; init; }

    /// <summary>The tier goes by it.</summary>
    [Id(3)]
    public decimal? High { get; init; }

    /// <summary>How survival was found: sbg, sbg_penalised or constant_rate.</summary>
    [Id(4)]
    public string? Method { get; init; }

    /// <summary>Why nothing is known.</summary>
    [Id(5)]
    public string? Unknown { get; init; }

    /// <summary><see cref="Expected"/> as the account's own health moves it; for people alone, the tier does not go by it. Absent where health is unknown.</summary>
    [Id(6)]
    public decimal? ExpectedUnderHealth { get; init; }
}

/// <summary>
/// What the account's own circumstances leave any agent. A ceiling and no permission: an action, an agent release or a budget may leave less, and
/// every act needs its own verdict.
/// </summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-autonomy-view")]
public sealed record AccountAutonomyView
{
    /// <summary>The lowest of the layers.</summary>
    [Id(0)]
    public required Latitude Effective { get; init; }

    /// <summary>The layers that set it; the others leave more.</summary>
    [Id(1)]
    public LatitudeLayerView[] SetBy { get; init; } = [];

    /// <summary>Which playbook said so.</summary>
    [Id(2)]
    public required PlaybookRefView Playbook { get; init; }

    /// <summary>False where the playbook only watches this account.</summary>
    [Id(3)]
    public required bool Enforced { get; init; }

    /// <summary>Always <c>verdict</c>: who may act is told by a decision alone.</summary>
    [Id(4)]
    public string DecidedBy { get; init; } = "verdict";
}
