namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>
/// Signals of the account went to dead letters, because its twin cannot take or keep them: what is shown is out of date, however alive the
/// feeds are. It stands until somebody settles it.
/// </summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-parked-view")]
public sealed record AccountParkedView
{
    /// <summary>Why: account_failed | row_refused | twin_unreadable | too_many_streams | apply_failed. Of the first ones, where the reasons differ.</summary>
    [Id(0)]
    public required string Code { get; init; }

    [Id(1)]
    public required DateTimeOffset Since { get; init; }

    /// <summary>Dead letters written since then; null while they are only on their way.</summary>
    [Id(2)]
    public long? Signals { get; init; }
}
