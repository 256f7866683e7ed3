using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Security.Tokens;

/// <summary>Tokens of an identity provider beside our own keys. Section <c>Jwt</c>; without an issuer none is taken.</summary>
public sealed class JwtOptions : IValidatableObject
{
    public const string Section = "Jwt";

    /// <summary>Signatures that only the holder of a private key can make: with anything else who can check a token could make one.</summary>
    private static readonly string[] Known = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly string[] AlgorithmsDefault = ["RS256", "PS256", "ES256"];

    /// <summary>Claim iss of every token that is taken, to the letter; empty, the default: no token is.</summary>
    [StringLength(500)]
    public string? Issuer { get; set; }

    /// <summary>Claim aud that names this service. Required with an issuer.</summary>
    [StringLength(500)]
    public string? Audience { get; set; }

    /// <summary>Where the provider says where its keys are; default the issuer's /.well-known/openid-configuration.</summary>
    public string? MetadataAddress { get; set; }

    /// <summary>Where its keys are, for one that says it nowhere; the metadata is not read then.</summary>
    public string? JwksUri { get; set; }

    /// <summary>Signatures that are taken. Default RS256, PS256 and ES256; none and HS* never are.</summary>
    public string[] Algorithms { get; set; } = [];

    /// <summary>Claim with the tenant. Default tenant.</summary>
    [Required, StringLength(200)]
    public string TenantClaim { get; set; } = "tenant";

    /// <summary>Claim with the scopes: one text with blanks, or a list. Default scope.</summary>
    [Required, StringLength(200)]
    public string ScopesClaim { get; set; } = "scope";

    /// <summary>Stands before each of our scopes in a token, such as accounttwins: ; other words give no right. Default nothing.</summary>
    [StringLength(200)]
    public string? ScopePrefix { get; set; }

    /// <summary>Claim with the name that reviews and decisions are signed with; one that its owner cannot change. Default sub.</summary>
    [Required, StringLength(200)]
    public string NameClaim { get; set; } = "sub";

    /// <summary>How far the provider's clock may be off. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the provider's keys are used before they are read again; one that it took back is good until then. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeysFreshFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long keys that were read stay good while the provider is away. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan KeysKeptFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A token that names an unknown key makes the keys be read again, no sooner than this after the last time. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UnknownKeyEvery { get; set; } = TimeSpan.FromSeconds(30);

    internal bool IsOn => !string.IsNullOrEmpty(Issuer);

    internal IReadOnlyList<string> Taken => Algorithms.Length > 0 ? Algorithms : AlgorithmsDefault;

    internal string Metadata => !string.IsNullOrEmpty(MetadataAddress) ? MetadataAddress : Issuer?.TrimEnd('/') + "/.well-known/openid-configuration";

    /// <summary>Keys that came over a line that others can write to would let those others in.</summary>
    internal static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
            yield break;
        if (string.IsNullOrEmpty(Audience))
            yield return new ValidationResult("Jwt:Audience is needed with Jwt:Issuer: without it a token for any other service would open this one.", [nameof(Audience)]);
        if (!IsSafe(!string.IsNullOrEmpty(JwksUri) ? JwksUri : Metadata))
            yield return new ValidationResult("Jwt: the keys must come over https, or http from this machine; set Jwt:MetadataAddress or Jwt:JwksUri.", [nameof(JwksUri), nameof(MetadataAddress)]);
        if (Algorithms.Except(Known).FirstOrDefault() is { } unknown)
            yield return new ValidationResult($"Jwt:Algorithms: {string.Join(", ", Known)} can be taken, not '{unknown}'.", [nameof(Algorithms)]);
    }
}
