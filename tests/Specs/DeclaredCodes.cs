using System.Text.Json;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Specs;

/// <summary>The codes that docs/openapi.json declares for each operation.</summary>
internal static class DeclaredCodes
{
    /// <summary>Where no operation was reached there is none that could declare it.</summary>
    private static readonly string[] OfNoOperation = ["unknown_route", "method_not_allowed"];

    private static readonly Lazy<Dictionary<string, HashSet<string>>> All = new(Read);

    public static bool Has(string method, string route, string code) => OfNoOperation.Contains(code) || All.Value[$"{method} {route}"].Contains(code);

    private static Dictionary<string, HashSet<string>> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, "docs/openapi.json")));
        return document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value)))
            .ToDictionary(operation => operation.Name, operation => operation.Value.GetProperty("responses").EnumerateObject().SelectMany(response => Codes(response.Value)).ToHashSet());
    }

    private static IEnumerable<string> Codes(JsonElement response)
    {
        if (response.TryGetProperty("$ref", out var reference))
            return [reference.GetString()!.Split('/')[^1]];
        return response.TryGetProperty("content", out var content) && content.TryGetProperty("application/problem+json", out var problem)
            ? problem.GetProperty("schema").GetProperty("properties").GetProperty("code").GetProperty("enum").EnumerateArray().Select(code => code.GetString()!)
            : [];
    }
}
