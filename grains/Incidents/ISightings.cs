using AccountTwins.Domain.Accounts;

namespace AccountTwins.Grains.Incidents;

/// <summary>Takes what twins tell of severe trouble. Never waits and never fails: what is lost is told again by the next change or pass.</summary>
public interface ISightings
{
    /// <summary>Looks at a twin whose tickets or integrations changed.</summary>
    void Look(AccountTwin twin);
}
