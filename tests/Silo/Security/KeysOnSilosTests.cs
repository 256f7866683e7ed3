using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Security;

/// <summary>Silos remember keys on their own; what changed on one holds on all within the time that docs/http.md names.</summary>
public sealed class KeysOnSilosTests
{
    private readonly FakeKeyStore store = new();
    private readonly FakeClock clock = new();
    private readonly ApiKeys[] silos;

    public KeysOnSilosTests() => silos = [new ApiKeys(store, clock), new ApiKeys(store, clock), new ApiKeys(store, clock)];

    [Fact]
    public async Task A_new_secret_works_on_every_silo_at_once_whatever_they_remember()
    {
        var (id, old) = await CreateAsync();
        await GoodAsync(old);

        var (text, hash) = ApiKeySecret.Renew(id);
        var row = store.Rows[id];
        Assert.True(await store.RotateAsync(row with { Hash = hash, OldHash = row.Hash, OldUntil = clock.GetUtcNow().AddHours(1) }, row.Hash, default));

        Assert.All(await GoodAsync(text), isGood => Assert.True(isGood));
        Assert.All(await GoodAsync(old), isGood => Assert.True(isGood));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.All(await GoodAsync(text), isGood => Assert.True(isGood));
        Assert.All(await GoodAsync(old), isGood => Assert.False(isGood));
    }

    [Fact]
    public async Task Wrong_secrets_cannot_make_the_store_be_read_faster_than_so_often_a_second()
    {
        var (id, old) = await CreateAsync();
        await GoodAsync(old);
        var finds = store.Finds;

        for (var index = 0; index < 1_000; index++)
            Assert.Null(await silos[0].VerifyAsync(ApiKeySecret.Renew(id).Text, default));

        Assert.Equal(10, store.Finds - finds);
        Assert.All(await GoodAsync(old), isGood => Assert.True(isGood));
    }

    [Fact]
    public async Task Wrong_secrets_of_one_key_hold_up_no_new_secret_of_another_and_those_of_all_keys_have_a_bound()
    {
        var (loud, _) = await CreateAsync();
        var (id, old) = await CreateAsync();
        var others = new List<string>();
        for (var index = 0; index < 20; index++)
            others.Add((await CreateAsync()).Id);
        foreach (var each in others.Append(loud).Append(id))
            await silos[0].VerifyAsync(ApiKeySecret.Renew(each).Text, default);
        for (var index = 0; index < 1_000; index++)
            await silos[0].VerifyAsync(ApiKeySecret.Renew(loud).Text, default);

        var (text, hash) = ApiKeySecret.Renew(id);
        var row = store.Rows[id];
        Assert.True(await store.RotateAsync(row with { Hash = hash }, row.Hash, default));
        Assert.NotNull(await silos[0].VerifyAsync(text, default));

        clock.Advance(TimeSpan.FromSeconds(2));
        var finds = store.Finds;
        for (var index = 0; index < 1_000; index++)
            await silos[0].VerifyAsync(ApiKeySecret.Renew(others[index % 20]).Text, default);
        Assert.Equal(100, store.Finds - finds);
        Assert.Null(await silos[0].VerifyAsync(old, default));
    }

    [Fact]
    public async Task A_revoked_key_and_both_its_secrets_die_on_every_silo_within_ten_seconds()
    {
        var (id, old) = await CreateAsync();
        var (text, hash) = ApiKeySecret.Renew(id);
        var row = store.Rows[id];
        await store.RotateAsync(row with { Hash = hash, OldHash = row.Hash, OldUntil = clock.GetUtcNow().AddHours(1) }, row.Hash, default);
        // Silos remember from different moments.
        foreach (var silo in silos)
        {
            await silo.VerifyAsync(text, default);
            clock.Advance(TimeSpan.FromSeconds(3));
        }

        await store.RevokeAsync(id, clock.GetUtcNow(), default);
        clock.Advance(ApiKeys.FreshFor);

        Assert.All(await GoodAsync(text), isGood => Assert.False(isGood));
        Assert.All(await GoodAsync(old), isGood => Assert.False(isGood));
        Assert.Equal(TimeSpan.FromSeconds(10), ApiKeys.FreshFor);
    }

    [Fact]
    public async Task A_store_that_answers_late_makes_no_key_live_longer()
    {
        var (id, text) = await CreateAsync();
        var late = store.Rows[id];
        var slow = new TaskCompletionSource();
        var silo = new ApiKeys(new SlowStore(store, slow.Task, late), clock);

        var asking = silo.VerifyAsync(text, default).AsTask();
        await store.RevokeAsync(id, clock.GetUtcNow(), default);
        clock.Advance(TimeSpan.FromSeconds(8));
        slow.SetResult();
        await asking;
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await silo.VerifyAsync(text, default));
    }

    private async Task<(string Id, string Text)> CreateAsync()
    {
        var text = await new ApiKeyBootstrap(store, new KeyLedger(new MemoryLedger(), clock), clock).CreateAsync("t1", "test", KeyScopes.Agent, default);
        return (text.Split('_')[1], text);
    }

    private async Task<bool[]> GoodAsync(string text)
    {
        var good = new List<bool>();
        foreach (var silo in silos)
            good.Add(await silo.VerifyAsync(text, default) is not null);
        return [.. good];
    }

    /// <summary>Answers the first question with what it was asked about before the wait.</summary>
    private sealed class SlowStore(FakeKeyStore store, Task slow, ApiKeyRow late) : IApiKeyStore
    {
        private bool _asked;

        public async Task<ApiKeyRow?> FindAsync(string id, CancellationToken cancellationToken)
        {
            if (_asked)
                return await store.FindAsync(id, cancellationToken);
            _asked = true;
            await slow;
            return late;
        }

        public Task<IReadOnlyList<string>> ListLiveIdsAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> InsertAsync(ApiKeyRow key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ApiKeyRow>> ListAsync(string tenant, DateTimeOffset now, int max, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ApiKeyRow>> ListLiveAsync(string tenant, DateTimeOffset now, int max, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> HasLiveAsync(string tenant, string scope, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> RotateAsync(ApiKeyRow key, byte[] seenHash, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ApiKeyRow>> ListEndedAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task EndToldAsync(string id, DateTimeOffset expiresAt, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
