using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.Policies;

namespace AccountTwins.Grains.Decisions;

/// <summary>What readers of the account are shown of its value and latitude. Nothing here waits for a store that is away more than once in a while.</summary>
public sealed partial class DecisionSession : IStandingSource
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private DecisionBook _shownBook = DecisionBook.Empty;
    private DateTimeOffset _readAgainAt;

    /// <summary>The settings and the book in memory; a first look fetches them.</summary>
    public ValueTask KnowAsync() => (_ledger.Reads > 0 && parts.Policies.For(key.Tenant) is not null) || clock.GetUtcNow() < _readAgainAt ? ValueTask.CompletedTask : new(FetchAsync());

    /// <summary>What a view is made by; the default where that cannot be known now: then no latitude is shown.</summary>
    public StandingKey Standing() => _ledger.Reads == 0 || parts.Policies.For(key.Tenant) is not { } policy
        ? default
        : new StandingKey(policy.Playbook.Hash, policy.Renewals, policy.IsStale, HasIncident(policy, [], clock.GetUtcNow()), policy.SwitchOver(twin.Current.Profile.Segment), IsParked, Told().LastNumber);

    public StandingBasis? Basis(StandingKey known, DateTimeOffset at)
    {
        if (known.Playbook is null || parts.Policies.For(key.Tenant) is not { } policy)
            return null;
        var book = Told();
        var tenant = new TenantFacts { Playbook = policy.Playbook.Hash, IsPolicyStale = policy.IsStale, HasIncident = HasIncident(policy, [], at) };
        return new StandingBasis(policy.Playbook, tenant, known.KillSwitch, _stakes.Of(twin.Current, policy, book.Tier, at), book, known.IsParked);
    }

    /// <summary>The newest book of which all is durable: what is not yet may never have been.</summary>
    private DecisionBook Told()
    {
        if (_ledger.SettledAsync(_ledger.Book.LastNumber) is { IsCompletedSuccessfully: true, Result: AppendEnd.Appended })
            _shownBook = _ledger.Book;
        return _shownBook;
    }

    private async Task FetchAsync()
    {
        var known = await LoadAsync(CancellationToken.None);
        if (known != TwinStanding.Ready || await parts.Policies.EnsureAsync(key.Tenant, CancellationToken.None) is null)
            _readAgainAt = clock.GetUtcNow() + RetryAfter;
    }
}
