using System.Text.Json.Nodes;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Api.Problems;

namespace AccountTwins.Silo.Api.Description;

/// <summary>Refusals: one response a status, which names its codes. What stands for one code alone is shared by all operations.</summary>
internal sealed class OpenApiFailures(JsonObject problem)
{
    private readonly SortedDictionary<string, ReasonCode> _used = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReasonCode> _shared = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, JsonNode?>> Of(DescribedRoute route)
    {
        foreach (var status in route.Failures.GroupBy(code => code.Status))
        {
            foreach (var code in status)
                _used.TryAdd(code.Code, code);
            yield return KeyValuePair.Create<string, JsonNode?>($"{status.Key}", status.ToArray() is [var only] ? Share(only) : Response([.. status]));
        }
    }

    public JsonObject Responses() => new(_shared.Select(code => KeyValuePair.Create<string, JsonNode?>(code.Key, Response([code.Value]))));

    public JsonObject Examples() => new(_used.Select(code => KeyValuePair.Create<string, JsonNode?>(code.Key, new JsonObject
    {
        ["summary"] = code.Value.Text,
        ["value"] = new JsonObject { ["type"] = Problem.TypeOf(code.Value), ["title"] = code.Value.Text, ["status"] = code.Value.Status, ["code"] = code.Value.Code },
    })));

    private JsonObject Share(ReasonCode code)
    {
        _shared.TryAdd(code.Code, code);
        return new JsonObject { ["$ref"] = $"#/components/responses/{code.Code}" };
    }

    private JsonObject Response(ReasonCode[] codes)
    {
        var schema = problem.DeepClone().AsObject();
        schema["properties"] = new JsonObject { ["code"] = new JsonObject { ["enum"] = new JsonArray([.. codes.Select(code => (JsonNode)code.Code)]) } };
        var response = new JsonObject { ["description"] = string.Join('\n', codes.Select(code => $"- `{code.Code}`: {code.Text}")) };
        response["headers"] = HeadersOf(codes[0].Status);
        response["content"] = new JsonObject
        {
            [Problem.ContentType] = new JsonObject
            {
                ["schema"] = schema,
                ["examples"] = new JsonObject(codes.Select(code => KeyValuePair.Create<string, JsonNode?>(code.Code, new JsonObject { ["$ref"] = $"#/components/examples/{code.Code}" }))),
            },
        };
        return response;
    }

    /// <summary>Who has no good key is told of no limit until it holds.</summary>
    private static JsonObject HeadersOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => OpenApiHeaders.Of("WWW-Authenticate"),
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => OpenApiHeaders.Of(["Retry-After", .. OpenApiHeaders.Limits]),
        _ => OpenApiHeaders.Of(OpenApiHeaders.Limits),
    };
}
