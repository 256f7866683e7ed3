using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces;

/// <summary>Watches a tenant for incidents that span accounts; the key is the tenant.</summary>
[Alias("accounttwins.IIncidentGrain")]
public interface IIncidentGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes reports in, and opens and ends incidents on the tenant's chain. What is answered as ready is kept; repeating it changes nothing. An
    /// empty report only looks again, which ends what has been quiet for long enough.
    /// </summary>
    [Alias("Report"), ResponseTimeout("00:00:10")]
    Task<TwinStanding> Report(SightingReport report);
}
