using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Mapping;

/// <summary>
/// Which of the tenant's open incidents concern an account, found again only when one opens or ends, the twin has changed, or the account's minute ended: an
/// incident lasts hours, and each reader would look through all tickets. The same objects while they say the same, as in <see cref="SameParts"/>.
/// </summary>
internal sealed class KeptIncidents
{
    private (ValueList<DeclaredIncident> Open, long Revision, DateTimeOffset Minute) _of = ([], -1, default);
    private AccountIncidentView[] _views = [];

    public AccountIncidentView[] Of(ValueList<DeclaredIncident> open, AccountTwin twin, DateTimeOffset now)
    {
        var of = (open, twin.Revision, AccountMinute.Of(twin.Key, now));
        if (of != _of)
            (_views, _of) = (SameParts.Same(AccountViewOf.Incidents(open, twin, now), _views), of);
        return _views;
    }
}
