using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Security.Tokens;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Security;

public sealed class CredentialWatchTests
{
    private readonly FakeKeyStore _store = new();
    private readonly FakeClock _clock = new();
    private readonly Credentials _credentials;
    private readonly CredentialWatches _watches;

    public CredentialWatchTests()
    {
        var jwt = Options.Create(new JwtOptions());
        _credentials = new Credentials(new ApiKeys(_store, _clock), new BearerTokens(jwt, new SigningKeys(jwt, _clock, NullLogger<SigningKeys>.Instance), _clock));
        _watches = new CredentialWatches(_credentials, _clock);
    }

    [Fact]
    public async Task However_many_watch_a_key_it_is_read_once_in_the_time_for_which_it_is_remembered()
    {
        var (text, was) = await CreateAsync();
        var all = Enumerable.Range(0, 1_000).Select(_ => _watches.Begin(text, was)).ToList();
        await _store.RevokeAsync(was.KeyId, _clock.GetUtcNow(), default);
        Assert.Equal((1, 1), (_watches.Count, _store.Finds));

        _clock.Advance(ApiKeys.FreshFor);
        await Until.TrueAsync(() => all.All(watch => watch.Ended.IsCancellationRequested));

        Assert.Equal((2, ReasonCodes.Unauthenticated), (_store.Finds, all[^1].Reason));
        all.ForEach(watch => watch.Dispose());
        Assert.Equal((0, 0), (_watches.Count, _clock.Waiting));
    }

    [Fact]
    public async Task What_has_ended_is_looked_at_anew_for_who_comes_back()
    {
        var (text, was) = await CreateAsync();
        using var first = _watches.Begin(text, was);
        _store.Rows[was.KeyId] = _store.Rows[was.KeyId] with { Scopes = "agent" };
        _clock.Advance(ApiKeys.FreshFor);
        await Until.TrueAsync(() => first.Ended.IsCancellationRequested);

        using var next = _watches.Begin(text, was with { Scopes = KeyScopes.Agent });
        using var same = _watches.Begin(text, was);

        Assert.Equal(ReasonCodes.Forbidden, first.Reason);
        Assert.Equal((false, false), (next.Ended.IsCancellationRequested, same.Ended.IsCancellationRequested));
        _clock.Advance(CredentialWatches.LookEvery);
        await Until.TrueAsync(() => same.Ended.IsCancellationRequested);
        Assert.False(next.Ended.IsCancellationRequested);
    }

    private async Task<(string Text, Credential Was)> CreateAsync()
    {
        var text = await new ApiKeyBootstrap(_store, new KeyLedger(new MemoryLedger(), _clock), _clock).CreateAsync("t1", "test", KeyScopes.Reader, default);
        return (text, (await _credentials.VerifyAsync(text, default))!);
    }
}
