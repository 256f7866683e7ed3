using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace AccountTwins.Silo.Api.Description;

/// <summary>One operation of the document.</summary>
internal static class OpenApiOperation
{
    public static JsonObject Of(DescribedRoute route, SchemaBook schemas, SourceSummaries summaries, OpenApiFailures failures)
    {
        var operation = new JsonObject { ["tags"] = new JsonArray(route.Tag), ["operationId"] = route.Name };
        if (route.Summary is { } summary)
            operation["summary"] = summary;
        operation["description"] = OpenApiSecurity.TextOf(route.Scopes);
        operation["security"] = OpenApiSecurity.Of(route.Scopes);
        JsonNode[] parameters = [.. route.PathParameters.Select(PathParameter), .. route.Queries.Select(QueryParameter), .. Headers(route).Select(HeaderParameter)];
        if (parameters.Length > 0)
            operation["parameters"] = new JsonArray(parameters);
        if (OpenApiBodies.Of(route, schemas) is { } body)
            operation["requestBody"] = body;
        operation["responses"] = Responses(route, schemas, summaries, failures);
        return operation;
    }

    private static JsonNode PathParameter(string name) => new JsonObject
    {
        ["name"] = name,
        ["in"] = "path",
        ["required"] = true,
        ["description"] = name == "account" ? "Id of the account in the key's tenant." : "Id, as an earlier answer gave it.",
        ["schema"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 },
    };

    private static JsonNode QueryParameter(QueryDescription query)
    {
        var form = query.Form;
        var schema = new JsonObject { ["type"] = form.Type };
        if (form.Format is { } format)
            schema["format"] = format;
        if (form.Min is { } min)
            schema[form.Type == "integer" ? "minimum" : "minLength"] = min;
        if (form.Max is { } max and < long.MaxValue)
            schema[form.Type == "integer" ? "maximum" : "maxLength"] = max;
        if (form.Words is { } words)
            schema["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]);
        return new JsonObject { ["name"] = query.Name, ["in"] = "query", ["description"] = query.Text, ["schema"] = schema };
    }

    private static IEnumerable<HeaderDescription> Headers(DescribedRoute route) => route.IsTagged
        ? route.Headers.Append(new HeaderDescription("If-None-Match", "The ETag of an answer that the caller holds: 304 while it is still true."))
        : route.Headers;

    private static JsonNode HeaderParameter(HeaderDescription header) =>
        new JsonObject { ["name"] = header.Name, ["in"] = "header", ["description"] = header.Text, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Responses(DescribedRoute route, SchemaBook schemas, SourceSummaries summaries, OpenApiFailures failures)
    {
        var responses = route.Answers.GroupBy(answer => answer.Status).Select(answers => KeyValuePair.Create<string, JsonNode?>($"{answers.Key}", Answer(route, [.. answers], schemas, summaries)));
        if (route.IsTagged)
            responses = responses.Append(KeyValuePair.Create<string, JsonNode?>("304", new JsonObject { ["description"] = "What the caller holds is still true.", ["headers"] = OpenApiHeaders.Of(["ETag", .. OpenApiHeaders.Limits]) }));
        return new JsonObject(responses.Concat(failures.Of(route)).GroupBy(response => response.Key).Select(Joined).OrderBy(response => response.Key, StringComparer.Ordinal));
    }

    /// <summary>A status that is an answer as well as a refusal has both forms.</summary>
    private static KeyValuePair<string, JsonNode?> Joined(IGrouping<string, KeyValuePair<string, JsonNode?>> responses)
    {
        var first = responses.First();
        foreach (var other in responses.Skip(1).Where(other => other.Value!["content"] is not null))
        {
            foreach (var (mediaType, content) in other.Value!["content"]!.AsObject())
                first.Value!["content"]![mediaType] = content!.DeepClone();
        }

        return first;
    }

    private static JsonObject Answer(DescribedRoute route, AnswerDescription[] answers, SchemaBook schemas, SourceSummaries summaries)
    {
        var status = answers[0].Status;
        var response = new JsonObject { ["description"] = answers.Select(answer => answer.Type is { } type ? summaries.Of(type) : answer.Text).FirstOrDefault(text => text is not null) ?? ReasonPhrases.GetReasonPhrase(status) };
        response["headers"] = OpenApiHeaders.Of([.. route.IsTagged ? ["ETag"] : Array.Empty<string>(), .. OpenApiHeaders.Limits]);
        var content = new JsonObject();
        foreach (var answer in answers)
        {
            var form = new JsonObject { ["schema"] = answer.Type is { } type ? schemas.Reference(type) : new JsonObject { ["type"] = answer.MediaType == "application/json" ? "object" : "string" } };
            if (DocumentExamples.OfAnswer(route.Name, status, answer.MediaType) is { } example)
                form["example"] = example;
            content[answer.MediaType] = form;
        }

        response["content"] = content;
        return response;
    }
}
