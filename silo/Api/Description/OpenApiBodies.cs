using System.Text.Json.Nodes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Writing;

namespace AccountTwins.Silo.Api.Description;

/// <summary>What routes take: records as JSON, and the bodies that are no records of ours.</summary>
internal static class OpenApiBodies
{
    private const string Event = "SignalEvent";

    public static JsonObject? Of(DescribedRoute route, SchemaBook schemas)
    {
        if (route.Bodies.Count == 0)
            return null;
        var content = new JsonObject();
        foreach (var body in route.Bodies)
        {
            var form = new JsonObject { ["schema"] = body.Type is { } type ? schemas.Reference(type) : SchemaOf(body.Form!.Value) };
            if ((body.Type is null ? ExampleOf(body.Form!.Value) : DocumentExamples.OfRequest(route.Name)) is { } example)
                form["example"] = example;
            content[body.MediaType] = form;
        }

        return new JsonObject { ["required"] = !route.Bodies.All(body => body.IsOptional), ["content"] = content };
    }

    public static void AddSchemas(SchemaBook schemas)
    {
        schemas.Add(Event, SignalEnvelope.Schema());
        foreach (var type in SignalCatalogue.All)
            schemas.Add(type.WireName, SignalEnvelope.DataSchema(type));
    }

    private static JsonObject SchemaOf(BodyForm form) => form switch
    {
        BodyForm.Event => new JsonObject { ["$ref"] = $"#/components/schemas/{Event}" },
        BodyForm.Events => new JsonObject { ["type"] = "array", ["minItems"] = 1, ["maxItems"] = 1_000, ["items"] = SchemaOf(BodyForm.Event) },
        BodyForm.Playbook => new JsonObject { ["type"] = "string", ["description"] = "A playbook in YAML, at most 256 KB; docs/playbook.md and its JSON Schema say what stands in it." },
        _ => new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("jsonrpc", "method"),
            ["properties"] = new JsonObject { ["jsonrpc"] = new JsonObject { ["const"] = "2.0" }, ["method"] = new JsonObject { ["type"] = "string" } },
        },
    };

    private static JsonNode? ExampleOf(BodyForm form) => form switch
    {
        BodyForm.Event => JsonNode.Parse(SignalSchemas.ExampleEvent(SignalCatalogue.All[1])),
        BodyForm.Events => new JsonArray([.. SignalCatalogue.All[1..3].Select(type => JsonNode.Parse(SignalSchemas.ExampleEvent(type)))]),
        BodyForm.Message => new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = "tools/list" },
        _ => null,
    };
}
