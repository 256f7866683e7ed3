using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AccountTwins.Silo.Observability;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Security.Tokens;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Silo.Fuzz;
using AccountTwins.Tests.Silo.Mcp;
using AccountTwins.Tests.Silo.Security.Tokens;
using AccountTwins.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Tests.Silo.Security;

/// <summary>However talkative the log is set: what requests carry and what opens a door is not in it.</summary>
public sealed partial class QuietLogTests : IAsyncLifetime
{
    private const string Contact = "kim@customer.example";
    private const string Words = "words of a customer";

    private readonly CapturedLog _log = new();
    private readonly List<string> _secrets = [Contact, Uri.EscapeDataString(Contact), Words];
    private Authority _authority = null!;
    private ApiHost _host = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _authority = await Authority.StartAsync();
        _host = await RouteFuzzTests.StartAsync(services =>
        {
            _log.Listen(services);
            services.Configure<JwtOptions>(jwt => (jwt.Issuer, jwt.Audience) = (_authority.Issuer, "accounttwins"));
        });
        _client = await _host.ClientAsync(KeyScopes.Admin);
        _secrets.Add(_client.DefaultRequestHeaders.Authorization!.Parameter![^43..]);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        await _authority.DisposeAsync();
    }

    [Fact]
    public async Task Of_no_route()
    {
        var key = (await _host.CreateKeyAsync(KeyScopes.Reader)).Split('_')[1];

        // What ends the host goes last.
        foreach (var sample in RouteSample.All.OrderBy(sample => sample.Route == "/v1/ops/drain"))
        {
            using var request = sample.Request(key);
            request.RequestUri = new Uri(Told(request.RequestUri!.OriginalString), UriKind.Relative);
            if (sample.Body is not null)
            {
                var body = Told(Encoding.UTF8.GetString(sample.Bytes));
                _secrets.Add(body[..Math.Min(body.Length, 40)]);
                request.Content = new StringContent(body, new MediaTypeHeaderValue(sample.Media));
            }

            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        // Routing tells of each address without its query: what was listened to is what was asked.
        Assert.Contains(_log.Lines, line => line.Category.StartsWith("Microsoft.AspNetCore.Routing", StringComparison.Ordinal));
        AssertQuiet();
    }

    [Fact]
    public async Task Of_no_tool()
    {
        foreach (var (tool, arguments, _) in McpScopeTests.Rows)
            await _client.ToolAsync(tool, Told(arguments.Replace("""{"type":"reply"}""", """{"type":"reply","draft":"d"}""").Replace("\"domain\":\"northwind.example\"", "\"contact\":\"a@b.example\"")));

        AssertQuiet();
    }

    [Fact]
    public async Task Of_no_key_and_of_no_token()
    {
        var good = _authority.Sign(_authority.Claims(_host.Clock.GetUtcNow()));
        var late = _authority.Sign(_authority.Claims(_host.Clock.GetUtcNow().AddDays(-1)));
        var wrong = (await _host.CreateKeyAsync(KeyScopes.Reader))[..^1] + "-";
        foreach (var (offered, status) in new[] { (good, HttpStatusCode.OK), (late, HttpStatusCode.Unauthorized), (good[..^4], HttpStatusCode.Unauthorized), (wrong, HttpStatusCode.Unauthorized) })
        {
            _secrets.Add(offered[^40..]);
            foreach (var (header, value) in new[] { ("Authorization", "Bearer " + offered), ("X-Api-Key", offered) })
            {
                using var client = await _host.ClientAsync(KeyScopes.None);
                client.DefaultRequestHeaders.Add(header, value);
                using var response = await client.GetAsync("/v1/switches");
                Assert.Equal(status, response.StatusCode);
            }
        }

        AssertQuiet();
    }

    [Fact]
    public async Task Of_no_request_that_fails()
    {
        _host.Accounts.Fault = new InvalidOperationException("a fault of ours");
        foreach (var path in new[] { "", "/context", "/timeline" })
            await (await _client.GetAsync($"/v1/accounts/acct-1{path}?contact={Contact}")).Content.ReadAsStringAsync();
        using var signals = new StringContent("{\"specversion\":\"1.0\",\"data\":\"" + Words, new MediaTypeHeaderValue("application/cloudevents+json"));
        await _client.PostAsync("/v1/signals", signals);
        using var decision = new StringContent("{\"" + Words + "\":\"" + Contact, new MediaTypeHeaderValue("application/json"));
        await _client.PostAsync("/v1/accounts/acct-1/decisions", decision);

        Assert.Contains(_log.Lines, line => line.Text.Contains("a fault of ours", StringComparison.Ordinal));
        AssertQuiet();
    }

    [Fact]
    public async Task Of_no_request_that_the_server_cannot_read()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _log.Listen(builder.Services);
        builder.Services.AddQuietRequests();
        await using var app = builder.Build();
        await app.StartAsync();

        foreach (var bad in new[] { $"GET /v1/accounts/resolve?contact={Contact} HTTP/1.1\r\nHost: x\r\nAuthorization : Bearer {_secrets[^1]}\r\n\r\n", $"GET /?contact={Contact} HTTP/7\r\n\r\n" })
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bad));
            using var answer = new StreamReader(connection.GetStream());
            Assert.Matches("^HTTP/1.1 (400|505) ", await answer.ReadToEndAsync());
        }

        AssertQuiet();
    }

    /// <summary>The address of a person where the sample has one, and in every text that people write.</summary>
    private static string Told(string text) => Written().Replace(text.Replace("a@b.example", Contact).Replace("?domain=northwind.example", "?contact=" + Contact), $"\"$1\":\"{Words}\"");

    private void AssertQuiet()
    {
        Assert.NotEmpty(_log.Lines);
        foreach (var (category, text) in _log.Lines)
        {
            Assert.All(_secrets, secret => Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{category}: {text}"));
            Assert.False(Key().IsMatch(text), $"{category}: {text}");
        }
    }

    [GeneratedRegex("\"(draft|reason|detail|text)\":\"[^\"]*\"")]
    private static partial Regex Written();

    // at_3f9c2a7b10de_Zt0nQ4…
    [GeneratedRegex("at_[0-9a-f]{12}_[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();
}
