using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Tests.Silo.Security.Tokens;

/// <summary>An identity provider of the test's own: metadata and keys at a loopback port, and tokens of any shape, good or not.</summary>
internal sealed class Authority : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private Authority(WebApplication app) => this.app = app;

    public string Issuer { get; private set; } = "";

    /// <summary>The present key's name.</summary>
    public string Kid { get; set; } = "one";

    public bool IsAway { get; set; }

    /// <summary>What the metadata say of themselves.</summary>
    public string? Metadata { get; set; }

    /// <summary>Further keys of the set, as JSON.</summary>
    public List<JsonObject> More { get; } = [];

    public int Reads { get; private set; }

    public static async Task<Authority> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var authority = new Authority(builder.Build());
        authority.app.MapGet("/.well-known/openid-configuration", () => authority.Answer(
            authority.Metadata ?? $$"""{"issuer":"{{authority.Issuer}}","jwks_uri":"{{authority.Issuer}}/keys"}"""));
        authority.app.MapGet("/keys", () =>
        {
            authority.Reads++;
            return authority.Answer(new JsonObject { ["keys"] = new JsonArray([authority.PublicKey(), .. authority.More.Select(each => each.DeepClone())]) }.ToJsonString());
        });
        await authority.app.StartAsync();
        authority.Issuer = authority.app.Urls.Single();
        return authority;
    }

    /// <summary>Claims that are good at the time given.</summary>
    public JsonObject Claims(DateTimeOffset now) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = "accounttwins",
        ["sub"] = "ines",
        ["tenant"] = Api.ApiHost.Tenant,
        ["scope"] = "openid reader",
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
    };

    public JsonObject Header() => new() { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = Kid };

    public string Sign(JsonObject claims) => Sign(Header(), claims, Es256);

    public static string Sign(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign) => Sign(header, claims.ToJsonString(), sign);

    public static string Sign(JsonObject header, string claims, Func<byte[], byte[]> sign)
    {
        var text = Part(Encoding.UTF8.GetBytes(header.ToJsonString())) + "." + Part(Encoding.UTF8.GetBytes(claims));
        return text + "." + Part(sign(Encoding.ASCII.GetBytes(text)));
    }

    public byte[] Es256(byte[] text) => key.SignData(text, HashAlgorithmName.SHA256);

    public JsonObject PublicKey()
    {
        var point = key.ExportParameters(false).Q;
        return new JsonObject { ["kty"] = "EC", ["kid"] = Kid, ["use"] = "sig", ["crv"] = "P-256", ["x"] = Part(point.X!), ["y"] = Part(point.Y!) };
    }

    public static string Part(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private IResult Answer(string json) => IsAway ? Results.StatusCode(500) : Results.Text(json, "application/json");
}
