using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Security;

public sealed class ApiKeysTests
{
    private readonly FakeKeyStore store = new();
    private readonly FakeClock clock = new();
    private readonly ApiKeys keys;
    private readonly ApiKeyBootstrap bootstrap;

    public ApiKeysTests()
    {
        keys = new ApiKeys(store, clock);
        bootstrap = new ApiKeyBootstrap(store, new KeyLedger(new MemoryLedger(), clock), clock);
    }

    [Fact]
    public async Task A_created_key_verifies_with_its_tenant_and_scopes()
    {
        var text = await CreateAsync(KeyScopes.Agent | KeyScopes.Reader);

        var credential = await VerifyAsync(text);

        Assert.NotNull(credential);
        Assert.Equal(("t1", KeyScopes.Agent | KeyScopes.Reader), (credential.Tenant, credential.Scopes));
    }

    [Fact]
    public async Task The_store_holds_nothing_that_opens_a_door()
    {
        var text = await CreateAsync(KeyScopes.Agent);

        var row = Assert.Single(store.Rows.Values);
        Assert.DoesNotContain(text[^43..], System.Text.Json.JsonSerializer.Serialize(row));
        Assert.Equal(32, row.Hash.Length);
        Assert.Equal("agent", row.Scopes);
    }

    [Fact]
    public async Task A_text_that_is_no_key_costs_no_read()
    {
        var text = await CreateAsync(KeyScopes.Agent);

        foreach (var bad in new[] { "", "at_", text[..^1], text + "x", "xx" + text[2..], "at_XYZ" + text[6..], new string('a', 100_000) })
            Assert.Null(await VerifyAsync(bad));

        Assert.Equal(0, store.Finds);
    }

    [Fact]
    public async Task Another_secret_of_the_same_id_is_refused()
    {
        var text = await CreateAsync(KeyScopes.Agent);

        Assert.Null(await VerifyAsync(text[..^1] + (text[^1] == 'A' ? 'B' : 'A')));
    }

    [Fact]
    public async Task A_key_is_read_once_in_ten_seconds()
    {
        var text = await CreateAsync(KeyScopes.Agent);
        for (var index = 0; index < 100; index++)
            Assert.NotNull(await VerifyAsync(text));
        Assert.Equal(1, store.Finds);

        clock.Advance(ApiKeys.FreshFor);
        await VerifyAsync(text);
        Assert.Equal(2, store.Finds);
    }

    [Fact]
    public async Task A_revoked_key_dies_within_ten_seconds()
    {
        var text = await CreateAsync(KeyScopes.Agent);
        await VerifyAsync(text);

        await store.RevokeAsync(store.Rows.Keys.Single(), clock.GetUtcNow(), CancellationToken.None);
        clock.Advance(ApiKeys.FreshFor);

        Assert.Null(await VerifyAsync(text));
    }

    [Fact]
    public async Task An_expired_key_is_refused_at_once()
    {
        var text = await CreateAsync(KeyScopes.Agent);
        var (id, row) = store.Rows.Single();
        store.Rows[id] = row with { ExpiresAt = clock.GetUtcNow().AddSeconds(3) };
        Assert.NotNull(await VerifyAsync(text));

        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Null(await VerifyAsync(text));
    }

    [Fact]
    public async Task While_the_store_is_away_a_known_key_stays_good_for_five_minutes_and_an_unknown_one_is_not_judged()
    {
        var known = await CreateAsync(KeyScopes.Agent);
        var unknown = await CreateAsync(KeyScopes.Agent);
        await VerifyAsync(known);
        store.IsAway = true;

        clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.NotNull(await VerifyAsync(known));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => VerifyAsync(unknown));

        clock.Advance(TimeSpan.FromMinutes(0.1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => VerifyAsync(known));
    }

    [Fact]
    public async Task Guessed_ids_push_no_key_out_of_memory()
    {
        var text = await CreateAsync(KeyScopes.Agent);
        await VerifyAsync(text);
        for (var index = 0; index < 2 * ApiKeys.RememberedMax; index++)
            Assert.Null(await VerifyAsync(ApiKeySecret.Create().Text));
        store.IsAway = true;

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await VerifyAsync(text));
    }

    [Fact]
    public async Task Whether_there_is_a_key_of_an_id_costs_one_read_of_all_a_second()
    {
        var text = await CreateAsync(KeyScopes.Agent);
        Assert.True(await keys.ExistsAsync(text, default));
        for (var index = 0; index < 100; index++)
            Assert.False(await keys.ExistsAsync(ApiKeySecret.Create().Text, default));
        Assert.False(await keys.ExistsAsync("at_", default));
        var later = await CreateAsync(KeyScopes.Agent);
        Assert.False(await keys.ExistsAsync(later, default));
        Assert.Equal((0, 1), (store.Finds, store.Lists));

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await keys.ExistsAsync(later, default));
        Assert.Equal((0, 2), (store.Finds, store.Lists));
    }

    [Fact]
    public async Task A_reading_of_all_ids_that_takes_long_is_done_the_more_rarely()
    {
        store.WhileListing = () => clock.Advance(TimeSpan.FromSeconds(0.3));
        var ids = new KeyIds(store, clock);
        Assert.False(await ids.HasAsync("0123456789ab", default));
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(await ids.HasAsync("0123456789ab", default));
        Assert.Equal(1, store.Lists);

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await ids.HasAsync("0123456789ab", default));
        Assert.Equal(2, store.Lists);
    }

    [Fact]
    public async Task The_first_start_makes_one_admin_key_and_the_second_none()
    {
        var text = await bootstrap.EnsureFirstKeyAsync("default", CancellationToken.None);

        Assert.NotNull(text);
        Assert.Equal(KeyScopes.Admin, (await VerifyAsync(text))!.Scopes);
        Assert.Null(await bootstrap.EnsureFirstKeyAsync("default", CancellationToken.None));
    }

    [Fact]
    public async Task When_the_last_admin_key_is_revoked_the_next_start_makes_another()
    {
        await bootstrap.EnsureFirstKeyAsync("default", CancellationToken.None);
        await store.RevokeAsync(store.Rows.Keys.Single(), clock.GetUtcNow(), CancellationToken.None);

        Assert.NotNull(await bootstrap.EnsureFirstKeyAsync("default", CancellationToken.None));
    }

    [Fact]
    public async Task An_admin_key_of_another_tenant_is_none_of_this_one()
    {
        await bootstrap.CreateAsync("other", "owner", KeyScopes.Admin, CancellationToken.None);

        var text = await bootstrap.EnsureFirstKeyAsync("default", CancellationToken.None);

        Assert.Equal("default", (await VerifyAsync(text!))!.Tenant);
        Assert.Null(await bootstrap.EnsureFirstKeyAsync("default", CancellationToken.None));
    }

    [Fact]
    public void Scopes_are_written_as_words_and_unknown_words_give_no_right()
    {
        foreach (var scope in KeyScopesText.Each)
            Assert.Equal(scope, KeyScopesText.Read(KeyScopesText.Write(scope)));
        Assert.Equal(KeyScopes.Ops, KeyScopesText.Read("ops, everything,ADMIN"));
    }

    private Task<string> CreateAsync(KeyScopes scopes) => bootstrap.CreateAsync("t1", "test", scopes, CancellationToken.None);

    private async Task<Credential?> VerifyAsync(string text) => await keys.VerifyAsync(text, CancellationToken.None);
}
