namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>
/// New signals of the account go to dead letters for now, because its twin cannot take or keep them: what is shown is out of date, however
/// alive the feeds are.
/// </summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-parked-view")]
public sealed record AccountParkedView
{
    /// <summary>Why: account_failed | row_refused | twin_unreadable | too_many_streams.</summary>
    [Id(0)]
    public required string Code { get; init; }

    [Id(1)]
    public required DateTimeOffset Since { get; init; }
}
