using System.Text.Json;
using System.Text.Json.Nodes;
using AccountTwins.Tests.Silo.Mcp;

namespace AccountTwins.Tests.Specs;

/// <summary>Requests with what was really answered, a JSON line each, for validators that are not ours.</summary>
internal sealed class RecordedAnswers
{
    /// <summary>Those that the published document describes; what a server adds of its own is not looked at.</summary>
    private static readonly string[] Headers = ["ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate"];

    private readonly List<JsonObject> _lines = [];

    public IReadOnlyList<JsonObject> Lines => _lines;

    public async Task WriteAsync(string path) => await File.WriteAllLinesAsync(path, _lines.Select(line => line.ToJsonString()));

    /// <summary>Sends and records; gives the answer where it is one JSON object.</summary>
    public async Task<JsonElement> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        var sent = request.Content is { } content ? await content.ReadAsStringAsync() : null;
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var media = response.Content.Headers.ContentType?.MediaType;
        var body = media == "text/event-stream" ? await FirstEventAsync(response, request.RequestUri!) : await response.Content.ReadAsStringAsync();
        _lines.Add(new JsonObject
        {
            ["method"] = request.Method.Method,
            ["path"] = request.RequestUri!.IsAbsoluteUri ? request.RequestUri.PathAndQuery : request.RequestUri.OriginalString,
            ["status"] = (int)response.StatusCode,
            ["media"] = media,
            ["body"] = body,
            ["sent"] = sent,
            ["sentMedia"] = request.Content?.Headers.ContentType?.MediaType,
            ["headers"] = new JsonArray([.. Headers.Where(name => response.Headers.NonValidated.Contains(name)).Select(name => (JsonNode)name)]),
        });
        return media is "application/json" or "application/problem+json" ? JsonElement.Parse(body) : default;
    }

    public Task<JsonElement> GetAsync(HttpClient client, string path) => SendAsync(client, new HttpRequestMessage(HttpMethod.Get, path));

    public Task<JsonElement> PostAsync(HttpClient client, string path, string? body = null, string media = "application/json") => SendAsync(client, new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = body is null ? null : new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue(media)),
    });

    /// <summary>Every tool with what it answers to these arguments, and the schema that it declares.</summary>
    public async Task ToolsAsync(HttpClient client, IEnumerable<(string Tool, string Arguments)> calls)
    {
        var schemas = (await client.ResultAsync("tools/list")).GetProperty("tools").EnumerateArray()
            .ToDictionary(tool => tool.GetProperty("name").GetString()!, tool => tool.GetProperty("outputSchema").GetRawText());
        foreach (var (tool, arguments) in calls)
        {
            var answer = (await client.ToolAsync(tool, arguments)).GetProperty("structuredContent").GetRawText();
            _lines.Add(new JsonObject { ["tool"] = tool, ["schema"] = JsonNode.Parse(schemas[tool]), ["answer"] = JsonNode.Parse(answer) });
        }
    }

    /// <summary>A stream has no end: of one that begins with what is past, the first change is kept.</summary>
    private static async Task<string> FirstEventAsync(HttpResponseMessage response, Uri address)
    {
        if (!address.OriginalString.Contains("after=0", StringComparison.Ordinal))
            return "";
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = new List<string>();
        while (lines.Count == 0 || lines[^1].Length > 0 || !lines.Exists(line => line.StartsWith("data:", StringComparison.Ordinal)))
            lines.Add(await reader.ReadLineAsync() ?? throw new InvalidOperationException("The stream ended before its first change."));
        return string.Join('\n', lines) + "\n";
    }
}
