using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Security.Limits;
using AccountTwins.Silo.Security.Tokens;
using AccountTwins.Tests.Silo.Api;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Security.Tokens;

public sealed class TokenTests : IAsyncLifetime
{
    private Authority authority = null!;
    private ApiHost host = null!;

    public async Task InitializeAsync()
    {
        authority = await Authority.StartAsync();
        host = await StartAsync(_ => { });
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task A_token_opens_what_its_scopes_open_in_its_tenant()
    {
        host.Put(Sample.Account());

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(authority.Sign(Good()), "/v1/accounts/acct-1")).StatusCode);
        await (await AskAsync(authority.Sign(Good()), "/v1/keys")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await AskAsync(authority.Sign(With("tenant", "another-vendor")), "/v1/accounts/acct-1")).ProblemAsync(HttpStatusCode.NotFound, "unknown_account");
        await (await AskAsync(authority.Sign(With("scope", "openid profile")))).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(authority.Sign(With("scope", new JsonArray("reader", 7, null))))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(authority.Sign(With("aud", new JsonArray("other", "accounttwins"))))).StatusCode);
    }

    [Fact]
    public async Task Keys_go_on_beside_tokens()
    {
        var key = await host.CreateKeyAsync(KeyScopes.Reader);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(key)).StatusCode);
        Assert.Equal(0, authority.Reads);
    }

    [Fact]
    public async Task Without_an_issuer_no_token_is_looked_at()
    {
        await using var off = await ApiHost.StartAsync();

        await (await AskAsync(authority.Sign(Good()), on: off)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal(0, authority.Reads);
    }

    [Fact]
    public async Task Each_claim_that_is_wrong_alone_closes_the_door()
    {
        var now = host.Clock.GetUtcNow();
        var bad = new (string What, JsonObject Claims)[]
        {
            ("foreign issuer", With("iss", "https://elsewhere.example")), ("issuer with a slash", With("iss", authority.Issuer + "/")), ("no issuer", Without("iss")),
            ("foreign audience", With("aud", "another-service")), ("no audience", Without("aud")), ("empty audience", With("aud", new JsonArray())),
            ("expired", With("exp", now.AddSeconds(-30).ToUnixTimeSeconds())), ("no end", Without("exp")), ("end in words", With("exp", "tomorrow")), ("end before time", With("exp", -5)),
            ("end beyond all time", With("exp", 9e30)), ("not yet", With("nbf", now.AddSeconds(31).ToUnixTimeSeconds())),
            ("no tenant", Without("tenant")), ("tenant of another kind", With("tenant", new JsonArray("default"))), ("empty tenant", With("tenant", "")), ("tenant with a slash", With("tenant", "a/b")),
            ("no name", Without("sub")), ("long name", With("sub", new string('x', 65))), ("name with a control character", With("sub", "a\nb")),
        };

        foreach (var (what, claims) in bad)
            await ExpectRefusedAsync(what, authority.Sign(claims));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(authority.Sign(With("exp", now.AddSeconds(-29).ToUnixTimeSeconds())))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(authority.Sign(With("nbf", now.AddSeconds(30).ToUnixTimeSeconds())))).StatusCode);
    }

    [Fact]
    public async Task A_signature_that_is_wrong_or_of_a_kind_that_is_not_taken_closes_the_door()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        using var weak = RSA.Create(1024);
        authority.More.AddRange(Rsa(rsa, "rsa", "sig"), Rsa(weak, "weak", "sig"), Rsa(rsa, "enc", "enc"), Rsa(rsa, "other", "sig", "RS512"));
        byte[] Signed(RSA key, byte[] text, bool pss = false) => key.SignData(text, HashAlgorithmName.SHA256, pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Token("RS256", "rsa", text => Signed(rsa, text)))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Token("PS256", "rsa", text => Signed(rsa, text, pss: true)))).StatusCode);

        var modulus = rsa.ExportParameters(false).Modulus!;
        var point = Encoding.UTF8.GetBytes(authority.PublicKey().ToJsonString());
        var bad = new (string What, string Token)[]
        {
            ("none", Token("none", "one", _ => [])), ("None", Token("None", "one", _ => [])), ("no signature", Token("ES256", "one", _ => [])),
            ("HS256 with a public key", Token("HS256", "rsa", text => HMACSHA256.HashData(modulus, text))),
            ("HS256 with the public file", Token("HS256", "rsa", text => HMACSHA256.HashData(rsa.ExportRSAPublicKey(), text))),
            ("HS256 with a point", Token("HS256", "one", text => HMACSHA256.HashData(point, text))),
            ("HS256 with nothing", Token("HS256", "one", text => HMACSHA256.HashData(Array.Empty<byte>(), text))),
            ("another's key under the name", Token("ES256", "one", text => foreign.SignData(text, HashAlgorithmName.SHA256))),
            ("an unknown key", Token("ES256", "two", authority.Es256)), ("no name among several keys", Token("ES256", null, authority.Es256)),
            ("a weak key", Token("RS256", "weak", text => Signed(weak, text))), ("a key for something else", Token("RS256", "enc", text => Signed(rsa, text))),
            ("a key of another signature", Token("RS256", "other", text => Signed(rsa, text))),
            ("a signature not taken", Token("RS384", "rsa", text => rsa.SignData(text, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1))),
            ("a signature of another kind than said", Token("RS256", "one", authority.Es256)),
            ("what must be understood and is not", Authority.Sign(new JsonObject { ["alg"] = "ES256", ["kid"] = "one", ["crit"] = new JsonArray("b64"), ["b64"] = false }, Good(), authority.Es256)),
            ("a key of its own in the header", Authority.Sign(new JsonObject { ["alg"] = "ES256", ["kid"] = "one", ["jwk"] = Jwk(foreign) }, Good(), text => foreign.SignData(text, HashAlgorithmName.SHA256))),
            ("a claim given twice", Authority.Sign(authority.Header(), Good().ToJsonString()[..^1] + ",\"tenant\":\"another-vendor\"}", authority.Es256)),
            ("claims that are no object", Authority.Sign(authority.Header(), "[1]", authority.Es256)),
        };

        foreach (var (what, token) in bad)
            await ExpectRefusedAsync(what, token);
    }

    [Fact]
    public async Task A_garbled_token_is_refused_and_never_a_fault()
    {
        var token = authority.Sign(Good());
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(token)).StatusCode);
        await using var open = await StartAsync(_ => { }, limits => limits.Attempts = 0);
        var random = new Random(20260301);
        const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.=+/{}\"";
        for (var index = 0; index < 1_000; index++)
        {
            var letters = token.ToList();
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                var at = random.Next(letters.Count);
                if (random.Next(2) == 0)
                    letters[at] = Letters[random.Next(Letters.Length)];
                else
                    letters.RemoveRange(at, Math.Min(random.Next(1, 60), letters.Count - at));
            }

            var garbled = new string([.. letters]);
            // The last bits of a signature's text mean nothing: another letter there may be the same signature.
            if (!garbled.StartsWith(token[..token.LastIndexOf('.')], StringComparison.Ordinal))
                Assert.True((await AskAsync(garbled, on: open)).StatusCode is HttpStatusCode.Unauthorized, $"{index}: {garbled}");
        }

        foreach (var odd in new[] { "..", "a.b.c", ".e30.", "e30.e30.", "e30.e30.e30", new string('a', 9_000) + ".a.a", "null.null.null", "W10.W10.W10", "eyJhbGciOm51bGx9.e30.e30" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(odd, on: open)).StatusCode);
    }

    [Fact]
    public async Task A_verified_token_costs_no_second_look_and_ends_on_time()
    {
        var token = authority.Sign(Good());
        for (var index = 0; index < 20; index++)
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(token)).StatusCode);
        Assert.Equal(1, authority.Reads);

        host.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(30));
        await ExpectRefusedAsync("ended", token);
    }

    [Fact]
    public async Task A_new_key_is_found_at_once_and_unknown_names_cannot_make_the_keys_be_read_without_end()
    {
        await AskAsync(authority.Sign(Good()));
        authority.Kid = "two";
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(authority.Sign(Good()))).StatusCode);
        Assert.Equal(2, authority.Reads);

        for (var index = 0; index < 50; index++)
            await ExpectRefusedAsync("unknown", Token("ES256", $"made up {index}", authority.Es256));
        Assert.Equal(2, authority.Reads);
    }

    [Fact]
    public async Task A_key_that_was_taken_back_is_good_until_the_keys_are_read_again()
    {
        var token = authority.Sign(With("exp", host.Clock.GetUtcNow().AddHours(5).ToUnixTimeSeconds()));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(token)).StatusCode);
        authority.Kid = "two";

        host.Clock.Advance(TimeSpan.FromMinutes(10));

        await ExpectRefusedAsync("taken back", token);
    }

    [Fact]
    public async Task While_the_provider_is_away_its_last_keys_stay_good_for_an_hour_and_then_nobody_is_let_in()
    {
        var token = authority.Sign(With("exp", host.Clock.GetUtcNow().AddHours(5).ToUnixTimeSeconds()));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(token)).StatusCode);
        authority.IsAway = true;

        host.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(token)).StatusCode);
        // What its keys of now would say of this name is not known.
        await (await AskAsync(Token("ES256", "two", authority.Es256))).ProblemAsync(HttpStatusCode.ServiceUnavailable, "authority_unavailable");

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var refused = await AskAsync(token);
        await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "authority_unavailable");
        Assert.Equal("5", refused.Headers.RetryAfter!.ToString());
        authority.IsAway = false;
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(token)).StatusCode);
    }

    [Theory]
    [InlineData("""{"issuer":"https://elsewhere.example","jwks_uri":"KEYS"}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"http://203.0.113.9/keys"}""")]
    [InlineData("""{"issuer":"ISSUER"}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public async Task Metadata_that_cannot_be_trusted_let_nobody_in(string metadata)
    {
        authority.Metadata = metadata.Replace("ISSUER", authority.Issuer).Replace("KEYS", authority.Issuer + "/keys");

        await (await AskAsync(authority.Sign(Good()))).ProblemAsync(HttpStatusCode.ServiceUnavailable, "authority_unavailable");
        Assert.Equal(0, authority.Reads);
    }

    [Fact]
    public async Task Claims_and_the_place_of_the_keys_are_a_matter_of_configuration()
    {
        authority.Metadata = "<html>";
        await using var other = await StartAsync(jwt =>
            (jwt.JwksUri, jwt.TenantClaim, jwt.ScopesClaim, jwt.ScopePrefix, jwt.NameClaim) = (authority.Issuer + "/keys", "org", "roles", "accounttwins:", "upn"));
        var claims = Good();
        (claims["org"], claims["roles"], claims["upn"], claims["tenant"], claims["scope"], claims["sub"]) = (ApiHost.Tenant, new JsonArray("accounttwins:reader", "ops", "accounttwins:nothing"), "ines", null, null, null);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(authority.Sign(claims), on: other)).StatusCode);
        await (await AskAsync(authority.Sign(claims), "/v1/ops/positions", other)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("https://id.example", null, null, null, "Audience")]
    [InlineData("http://id.example", "a", null, null, "https")]
    [InlineData("https://id.example", "a", "http://id.example/keys", null, "https")]
    [InlineData("https://id.example", "a", null, "HS256", "HS256")]
    [InlineData("https://id.example", "a", null, "none", "none")]
    [InlineData("https://id.example", "a", null, "ES384", null)]
    [InlineData(null, null, null, null, null)]
    public void What_would_open_the_door_to_others_is_found_at_the_start(string? issuer, string? audience, string? keys, string? algorithm, string? fault)
    {
        var options = new JwtOptions { Issuer = issuer, Audience = audience, JwksUri = keys, Algorithms = algorithm is null ? [] : [algorithm] };

        var faults = options.Validate(new(options)).Select(each => each.ErrorMessage!);

        if (fault is null)
            Assert.Empty(faults);
        else
            Assert.Contains(fault, Assert.Single(faults));
    }

    [Fact]
    public async Task Guessing_from_an_address_locks_out_no_good_token_and_has_no_more_signatures_looked_at_than_so_many()
    {
        await using var host = await StartAsync(_ => { }, limits => (limits.Attempts, limits.BurstSeconds) = (1, 1));
        await AskAsync("nothing", on: host);
        await (await AskAsync("nothing", on: host)).ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");

        for (var index = 0; index < 9; index++)
            await (await AskAsync(authority.Sign(With("aud", "another-service")), on: host)).ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        await (await AskAsync(authority.Sign(With("iss", "https://elsewhere.example")), on: host)).ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        var good = authority.Sign(Good());
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(good, on: host)).StatusCode);

        await (await AskAsync(authority.Sign(With("sub", "ann")), on: host)).ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(good, on: host)).StatusCode);
    }

    private Task<ApiHost> StartAsync(Action<JwtOptions> change, Action<RateLimitOptions>? limits = null) => ApiHost.StartAsync(services: services =>
    {
        services.Configure<JwtOptions>(jwt => (jwt.Issuer, jwt.Audience) = (authority.Issuer, "accounttwins"));
        services.Configure(change);
        services.Configure(limits ?? (_ => { }));
    });

    private JsonObject Good() => authority.Claims(host.Clock.GetUtcNow());

    private JsonObject With(string claim, JsonNode value)
    {
        var claims = Good();
        claims[claim] = value;
        return claims;
    }

    private JsonObject Without(string claim)
    {
        var claims = Good();
        claims.Remove(claim);
        return claims;
    }

    private string Token(string algorithm, string? kid, Func<byte[], byte[]> sign)
    {
        var header = new JsonObject { ["alg"] = algorithm };
        if (kid is not null)
            header["kid"] = kid;
        return Authority.Sign(header, Good(), sign);
    }

    private async Task ExpectRefusedAsync(string what, string token)
    {
        using var response = await AskAsync(token);
        Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{what}: {response.StatusCode}");
        await response.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private async Task<HttpResponseMessage> AskAsync(string token, string path = "/v1/playbook", ApiHost? on = null)
    {
        var client = await (on ?? host).ClientAsync(KeyScopes.None);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return await client.GetAsync(path);
    }

    private static JsonObject Rsa(RSA key, string kid, string use, string? algorithm = null)
    {
        var parts = key.ExportParameters(false);
        var json = new JsonObject { ["kty"] = "RSA", ["kid"] = kid, ["use"] = use, ["n"] = Authority.Part(parts.Modulus!), ["e"] = Authority.Part(parts.Exponent!) };
        if (algorithm is not null)
            json["alg"] = algorithm;
        return json;
    }

    private static JsonObject Jwk(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Authority.Part(point.X!), ["y"] = Authority.Part(point.Y!) };
    }
}
