using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Specs;

/// <summary>
/// Makes the examples of the published document from recorded answers: with UPDATE_GOLDEN=1 for each form that has none. So that they do not change
/// with every run, a file that is there stays; delete it to have it recorded anew. The validator holds each against its schema, which allows nothing unnamed.
/// </summary>
internal static partial class RecordedExamples
{
    private const string Folder = "silo/Api/Description/Examples";

    /// <summary>Enough to see what is repeated.</summary>
    private const int ItemsMax = 2;
    private const int MetricLinesMax = 12;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IReadOnlyList<JsonObject> recorded)
    {
        if (!RepositoryFiles.IsUpdating)
            return;
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, "docs/openapi.json")));
        // An address without parameters before one that would take its last word for one.
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().OrderBy(path => path.Name.Count(letter => letter == '{'))
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Method: operation.Name, Pattern: Pattern(path.Name), operation.Value))).ToList();
        // What a whole silo answered comes last and is the fuller.
        foreach (var line in recorded.Reverse().Where(line => line["path"] is not null && (int)line["status"]! < 300))
        {
            var address = ((string)line["path"]!).Split('?')[0];
            var name = operations.First(one => one.Method.Equals((string)line["method"]!, StringComparison.OrdinalIgnoreCase) && one.Pattern.IsMatch(address)).Value.GetProperty("operationId").GetString();
            if (name is "getOpenApi" or "getAsyncApi" || TextOf((string)line["media"]!, (string)line["body"]!) is not ({ Length: > 0 } text, var extension))
                continue;
            var path = Path.Combine(RepositoryFiles.Root, Folder, $"{name}.{(int)line["status"]!}.{extension}");
            if (!File.Exists(path))
                File.WriteAllText(path, text);
        }
    }

    private static Regex Pattern(string path) => new($"^{Parameter().Replace(Regex.Escape(path), "[^/]+")}$");

    private static (string Text, string Extension) TextOf(string media, string body) => media switch
    {
        "text/plain" => (string.Join('\n', body.Split('\n').Take(MetricLinesMax)) + "\n", "txt"),
        "text/event-stream" or "text/markdown" => (body, "txt"),
        "application/x-ndjson" => (body.Length == 0 ? "" : Shortened(body.TrimEnd('\n').Split('\n')[^1]), "json"),
        _ => (Shortened(body), "json"),
    };

    private static string Shortened(string json) => Secret().Replace(Shortened(JsonNode.Parse(json))!.ToJsonString(Json), "$1…") + "\n";

    private static JsonNode? Shortened(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Take(ItemsMax).Select(Shortened)]),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Shortened(member.Value)))),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@"\\\{[^}]+\}")]
    private static partial Regex Parameter();

    /// <summary>at_3f9c2a7b10de_Zt0n… and whsec_C2FN…: what opens something stays out of the tree.</summary>
    [GeneratedRegex(@"(at_[0-9a-f]{12}_|whsec_)[A-Za-z0-9+/=_-]+")]
    private static partial Regex Secret();
}
