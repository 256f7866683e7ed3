using System.Collections.Concurrent;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security.Limits;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Security;

/// <summary>
/// Verifies keys. What the store said of a key is remembered for <see cref="FreshFor"/>, so that a request costs no read and a revoked
/// key dies within that time. While the store is away a key verified before stays good up to <see cref="AwayFor"/> after the store last
/// vouched for it: agents keep reading through a short outage. A key never seen is refused then with <c>store_unavailable</c>.
/// A secret that is not the remembered one may be newer, so the store is asked at once: a rotated key works on every silo when its text is told.
/// However many wrong secrets were offered for an id, the right one is let in: with 256 random bits guesses need no bound but in what they cost.
/// </summary>
public sealed class ApiKeys(IApiKeyStore store, TimeProvider clock)
{
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan AwayFor = TimeSpan.FromMinutes(5);

    /// <summary>Ids remembered; beyond it those that are none go, and where that is not enough the memory starts anew: guessed ids neither grow it nor push out keys.</summary>
    public const int RememberedMax = 4096;

    /// <summary>Reads a second because of another secret than the remembered one; beyond it they wait until the memory is old, so that wrong secrets cannot load the store.</summary>
    private const int ReadsAnewPerSecond = 50;

    /// <summary>The same of one id, so that wrong secrets for one key hold up no other's new one.</summary>
    private const int ReadsAnewOfIdPerSecond = 5;

    private const int BurstSeconds = 2;

    private readonly ConcurrentDictionary<string, Remembered> remembered = new(StringComparer.Ordinal);
    private readonly TokenBucket readsAnew = new(new BucketSize("reads", ReadsAnewPerSecond, BurstSeconds, clock));
    private readonly BucketSize readsAnewOfId = new("reads", ReadsAnewOfIdPerSecond, BurstSeconds, clock);
    private readonly KeyIds ids = new(store, clock);

    /// <summary>The credential of a key that the store vouched for within <see cref="FreshFor"/>. Null says nothing of the key.</summary>
    public Credential? Recall(ReadOnlySpan<char> text) =>
        ApiKeySecret.TryReadId(text, out var id) && remembered.TryGetValue(id, out var known) && IsFresh(known) ? Judge(known, ApiKeySecret.Hash(text)) : null;

    /// <summary>Whether there is a key of this id; its secret is not looked at. Costs no read for each id that is asked for. Throws <see cref="StoreUnavailableException"/>.</summary>
    public ValueTask<bool> ExistsAsync(ReadOnlySpan<char> text, CancellationToken cancellationToken)
    {
        if (!ApiKeySecret.TryReadId(text, out var id))
            return ValueTask.FromResult(false);
        return remembered.TryGetValue(id, out var known) && known.Row is not null ? ValueTask.FromResult(true) : ids.HasAsync(id, cancellationToken);
    }

    /// <summary>The credential, or null for a key that is malformed, unknown, revoked or expired. Throws <see cref="StoreUnavailableException"/>.</summary>
    public ValueTask<Credential?> VerifyAsync(ReadOnlySpan<char> text, CancellationToken cancellationToken)
    {
        if (!ApiKeySecret.TryReadId(text, out var id))
            return ValueTask.FromResult<Credential?>(null);

        var hash = ApiKeySecret.Hash(text);
        if (!remembered.TryGetValue(id, out var known) || !IsFresh(known))
            return AskAsync(id, hash, known, cancellationToken);
        var credential = Judge(known, hash);
        return credential is null && known.Row is { RevokedAt: null } && MayReadAnew(known)
            ? AskAsync(id, hash, known, cancellationToken)
            : ValueTask.FromResult(credential);
    }

    /// <summary>What is remembered here of a key that was just changed here; other silos know within <see cref="FreshFor"/>.</summary>
    public void Forget(string id) => remembered.TryRemove(id, out _);

    private async ValueTask<Credential?> AskAsync(string id, byte[] hash, Remembered? known, CancellationToken cancellationToken)
    {
        try
        {
            var askedAt = clock.GetTimestamp();
            var row = await store.FindAsync(id, cancellationToken);
            var credential = row is null ? null : new Credential(row.Id, row.Tenant, row.Name, KeyScopesText.Read(row.Scopes));
            var answer = new Remembered(row, credential, askedAt, known?.ReadsAnew ?? new TokenBucket(readsAnewOfId));
            if (remembered.Count >= RememberedMax)
                MakeRoom();
            remembered[id] = answer;
            return Judge(answer, hash);
        }
        catch (StoreUnavailableException) when (known?.Row is not null && clock.GetElapsedTime(known.AskedAt) < AwayFor)
        {
            return Judge(known, hash);
        }
    }

    private bool MayReadAnew(Remembered known)
    {
        var now = clock.GetTimestamp();
        return known.ReadsAnew.Take(now) is { IsTaken: true } && readsAnew.Take(now) is { IsTaken: true };
    }

    private void MakeRoom()
    {
        foreach (var entry in remembered)
        {
            if (entry.Value.Row is null)
                remembered.TryRemove(entry);
        }

        if (remembered.Count >= RememberedMax)
            remembered.Clear();
    }

    private bool IsFresh(Remembered known) => clock.GetElapsedTime(known.AskedAt) < FreshFor;

    private Credential? Judge(Remembered answer, byte[] hash)
    {
        if (answer.Row is not { RevokedAt: null } row)
            return null;
        var now = clock.GetUtcNow();
        if (row.ExpiresAt <= now)
            return null;
        var isGood = ApiKeySecret.Matches(row.Hash, hash) | (row is { OldHash: { } old, OldUntil: { } until } && until > now && ApiKeySecret.Matches(old, hash));
        return isGood ? answer.Credential : null;
    }

    /// <summary>What the store said; a null row (no such key) is remembered too, or every guess would be a read.</summary>
    private sealed record Remembered(ApiKeyRow? Row, Credential? Credential, long AskedAt, TokenBucket ReadsAnew);
}
