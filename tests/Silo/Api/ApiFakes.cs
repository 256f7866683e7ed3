using System.Collections.Concurrent;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Storage.Search;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>Accounts that are put there by the test, and a record of what they were given.</summary>
internal sealed class FakeAccounts : IAccounts
{
    public ConcurrentDictionary<AccountKey, AccountView> Views { get; } = new();

    public ConcurrentDictionary<AccountKey, TimelineView> Timelines { get; } = new();

    public ConcurrentDictionary<AccountKey, ConcurrentQueue<SignalBundle>> Accepted { get; } = new();

    /// <summary>What an account answers to signals; all applied unless the test says otherwise.</summary>
    public Func<AccountKey, SignalBundle, AcceptAnswer> Accept { get; set; } =
        (_, bundle) => new AcceptAnswer { Standing = TwinStanding.Ready, Applied = bundle.Bodies.Length };

    public TwinStanding Standing { get; set; } = TwinStanding.Ready;

    /// <summary>Thrown by every read when set.</summary>
    public Exception? Fault { get; set; }

    public Task<AccountReading> ReadAsync(AccountKey key)
    {
        if (Fault is not null)
            throw Fault;
        if (Standing != TwinStanding.Ready)
            return Task.FromResult(new AccountReading { Standing = Standing });
        return Task.FromResult(Views.TryGetValue(key, out var view)
            ? new AccountReading { Standing = TwinStanding.Ready, View = view }
            : new AccountReading { Standing = TwinStanding.Unknown });
    }

    public Task<TimelineReading> ReadTimelineAsync(AccountKey key) => Task.FromResult(Timelines.TryGetValue(key, out var view)
        ? new TimelineReading { Standing = TwinStanding.Ready, View = view }
        : new TimelineReading { Standing = TwinStanding.Unknown });

    public Task<AcceptAnswer> AcceptAsync(AccountKey key, SignalBundle bundle)
    {
        var answer = Accept(key, bundle);
        Accepted.GetOrAdd(key, _ => []).Enqueue(bundle);
        return Task.FromResult(answer);
    }
}

internal sealed class FakeKeyStore : IApiKeyStore
{
    public ConcurrentDictionary<string, ApiKeyRow> Rows { get; } = new();

    public bool IsAway { get; set; }

    /// <summary>Times a key was looked up.</summary>
    public int Finds { get; private set; }

    /// <summary>Times all ids were read.</summary>
    public int Lists { get; private set; }

    /// <summary>What happens while they are.</summary>
    public Action WhileListing { get; set; } = () => { };

    public Task<bool> InsertAsync(ApiKeyRow key, CancellationToken cancellationToken) => Task.FromResult(Rows.TryAdd(key.Id, key));

    public Task<IReadOnlyList<string>> ListLiveIdsAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        Lists++;
        WhileListing();
        return IsAway
            ? throw new StoreUnavailableException("away")
            : Task.FromResult<IReadOnlyList<string>>([.. Rows.Values.Where(row => row.IsLiveAt(now)).Select(row => row.Id).Take(max)]);
    }

    public Task<ApiKeyRow?> FindAsync(string id, CancellationToken cancellationToken)
    {
        Finds++;
        return IsAway ? throw new StoreUnavailableException("away") : Task.FromResult(Rows.GetValueOrDefault(id));
    }

    public Task<IReadOnlyList<ApiKeyRow>> ListAsync(string tenant, DateTimeOffset now, int max, CancellationToken cancellationToken) => ListAsync(tenant, now, max, _ => true);

    public Task<IReadOnlyList<ApiKeyRow>> ListLiveAsync(string tenant, DateTimeOffset now, int max, CancellationToken cancellationToken) => ListAsync(tenant, now, max, row => row.IsLiveAt(now));

    public Task<bool> HasLiveAsync(string tenant, string scope, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(Rows.Values.Any(row => row.Tenant == tenant && row.IsLiveAt(now) && row.Scopes.Split(',').Contains(scope)));

    public Task<bool> RotateAsync(ApiKeyRow key, byte[] seenHash, CancellationToken cancellationToken) =>
        Task.FromResult(Rows.TryGetValue(key.Id, out var row) && row.Hash.AsSpan().SequenceEqual(seenHash) && row.RevokedAt is null && Rows.TryUpdate(key.Id, key, row));

    /// <summary>Keys whose end was told.</summary>
    public ConcurrentQueue<string> Told { get; } = [];

    public Task<IReadOnlyList<ApiKeyRow>> ListEndedAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => IsAway
        ? throw new StoreUnavailableException("away")
        : Task.FromResult<IReadOnlyList<ApiKeyRow>>([.. Rows.Values.Where(row => row.RevokedAt is null && row.ExpiresAt <= now && !Told.Contains(row.Id)).Take(max)]);

    public Task EndToldAsync(string id, DateTimeOffset expiresAt, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Told.Enqueue(id);
        return Task.CompletedTask;
    }

    public Task<bool> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (!Rows.TryGetValue(id, out var row) || row.RevokedAt is not null)
            return Task.FromResult(false);
        Rows[id] = row with { RevokedAt = at };
        return Task.FromResult(true);
    }

    private Task<IReadOnlyList<ApiKeyRow>> ListAsync(string tenant, DateTimeOffset now, int max, Func<ApiKeyRow, bool> which) =>
        Task.FromResult<IReadOnlyList<ApiKeyRow>>([.. Rows.Values.Where(row => row.Tenant == tenant && which(row)).OrderByDescending(row => row.IsLiveAt(now)).ThenByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Take(max)]);
}

internal sealed class FakeSearch : IAccountSearch
{
    public Dictionary<(string Tenant, string Identifier), AccountKey[]> Identifiers { get; } = [];

    public AccountQuery? LastQuery { get; private set; }

    public AccountPage Page { get; set; } = new([], null);

    public Task<AccountPage> FindAsync(AccountQuery query, CancellationToken cancellationToken)
    {
        LastQuery = query;
        return query.Cursor == "made-up" ? throw new CursorInvalidException() : Task.FromResult(Page);
    }

    public Task<IReadOnlyList<AccountKey>> ResolveAsync(string tenant, string identifier, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AccountKey>>(Identifiers.GetValueOrDefault((tenant, identifier), []));
}

internal sealed class FakeStoreHealth : IStoreHealth
{
    public StoreState Current { get; set; } = new(true, DateTimeOffset.UnixEpoch, null);

    public Task<StoreState> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(Current);
}

internal sealed class FakeFeedBoard : IFeedBoard
{
    public ConcurrentQueue<(string Tenant, Family Family, DateTimeOffset Time, bool IsHeartbeat)> Heard { get; } = [];

    public FeedStates For(string tenant) => throw new NotSupportedException("The API reads feed states from the accounts.");

    public void Observe(string tenant, Family family, DateTimeOffset time) => Heard.Enqueue((tenant, family, time, false));

    public void Heartbeat(string tenant, Family family, DateTimeOffset time) => Heard.Enqueue((tenant, family, time, true));
}
