using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AccountTwins.Silo.Security.Tokens;

/// <summary>
/// Verifies tokens of the identity provider. One that was verified is remembered until it ends or the keys are read again, so that a request
/// costs no signature.
/// </summary>
public sealed class BearerTokens
{
    /// <summary>Longer ones are none that a provider makes for a service.</summary>
    private const int LengthMax = 8 * 1024;

    /// <summary>Tokens remembered; beyond it the memory starts anew.</summary>
    private const int RememberedMax = 4096;

    private readonly JwtOptions options;
    private readonly SigningKeys keys;
    private readonly TimeProvider clock;
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LengthMax };
    private readonly ConcurrentDictionary<string, Remembered> remembered = new(StringComparer.Ordinal);

    public BearerTokens(IOptions<JwtOptions> options, SigningKeys keys, TimeProvider clock) => (this.options, this.keys, this.clock) = (options.Value, keys, clock);

    /// <summary>Whether a text is to be judged here: tokens are on, and it has the three parts of a signed one.</summary>
    public bool IsMine(ReadOnlySpan<char> text) => options.IsOn && text.Length <= LengthMax && text.Count('.') == 2;

    /// <summary>Whether it says to be of the provider, signed in a way that is taken; the signature is not looked at.</summary>
    public bool IsOfIssuer(string text) => Read(text) is not null;

    /// <summary>The credential of a token verified before, with the keys that are in use. Null says nothing of the token.</summary>
    public Credential? Recall(ReadOnlySpan<char> text)
    {
        if (remembered.IsEmpty || !remembered.TryGetValue(Hash(text), out var known))
            return null;
        return ReferenceEquals(known.Keys, keys.Fresh) && IsInTime(null, known.Ends) ? known.Credential : null;
    }

    /// <summary>The credential, or null for a token that is malformed, foreign, expired or not signed by the provider. Throws <see cref="AuthorityUnavailableException"/>.</summary>
    public async ValueTask<Credential?> VerifyAsync(string text, CancellationToken cancellationToken)
    {
        if (Read(text) is not { } token)
            return null;
        var set = await keys.ReadAsync(cancellationToken) ?? throw new AuthorityUnavailableException();
        var key = set.Find(token.Kid, token.Alg);
        if (key is null)
        {
            set = await keys.AfterAsync(set, cancellationToken) ?? throw new AuthorityUnavailableException();
            key = set.Find(token.Kid, token.Alg);
        }

        if (key is null || await ValidateAsync(text, key) is not { } ends || TokenClaims.Read(token.EncodedPayload, options) is not { } credential)
            return null;
        if (remembered.Count >= RememberedMax)
            remembered.Clear();
        remembered[Hash(text)] = new Remembered(credential, ends, set);
        return credential;
    }

    /// <summary>The token unverified, where it is worth a look at the keys: of this issuer, and signed in a way that is taken.</summary>
    private JsonWebToken? Read(string text)
    {
        try
        {
            var token = handler.ReadJsonWebToken(text);
            // An extension that must be understood, and is not.
            return token.Issuer == options.Issuer && options.Taken.Contains(token.Alg) && !token.TryGetHeaderValue<object>("crit", out _) ? token : null;
        }
        catch (Exception exception) when (IsOfTheToken(exception))
        {
            return null;
        }
    }

    /// <summary>When it ends, or null where it is not good.</summary>
    private async Task<DateTime?> ValidateAsync(string text, SecurityKey key)
    {
        try
        {
            var result = await handler.ValidateTokenAsync(text, new TokenValidationParameters
            {
                ValidIssuer = options.Issuer,
                ValidAudience = options.Audience,
                ValidAlgorithms = options.Taken,
                IssuerSigningKey = key,
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                LifetimeValidator = (from, until, _, _) => until is not null && IsInTime(from, until.Value),
            });
            return result.IsValid ? result.SecurityToken.ValidTo : null;
        }
        catch (Exception exception) when (IsOfTheToken(exception))
        {
            return null;
        }
    }

    private bool IsInTime(DateTime? from, DateTime until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now - until < options.ClockSkew && (from is null || from.Value - now <= options.ClockSkew);
    }

    /// <summary>What parts of the library throw for texts that are no tokens; anything else is a fault of ours.</summary>
    private static bool IsOfTheToken(Exception exception) =>
        exception is SecurityTokenException or ArgumentException or FormatException or System.Text.Json.JsonException or CryptographicException or InvalidOperationException;

    private static string Hash(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        return Convert.ToBase64String(hash);
    }

    private sealed record Remembered(Credential Credential, DateTime Ends, KeySet Keys);
}
