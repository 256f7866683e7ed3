using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace AccountTwins.Mcp.Answers;

/// <summary>
/// The output schema of a tool, made from the wire record itself so that the two cannot part. An error has its problem details as structured
/// content, and clients hold those against the schema too, so the schema is one or the other.
/// </summary>
internal static class OutputSchema
{
    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = WithoutNulls };

    public static JsonElement Of(JsonTypeInfo answer)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/$defs/answer" }, new JsonObject { ["$ref"] = "#/$defs/problem" }),
            ["$defs"] = new JsonObject
            {
                ["answer"] = Below("answer", answer),
                ["problem"] = Below("problem", McpJson.Default.ToolProblem),
            },
        };
        return JsonSerializer.SerializeToElement<JsonNode>(schema, NodeTypeInfo);
    }

    private static JsonTypeInfo<JsonNode> NodeTypeInfo => (JsonTypeInfo<JsonNode>)ModelContextProtocol.McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonNode));

    /// <summary>What is null is left out, so it cannot be required, even where the record is made from it.</summary>
    private static JsonNode WithoutNulls(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is JsonObject members && members["required"] is JsonArray required)
        {
            var nullable = context.TypeInfo.Properties.Where(property => property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null).Select(property => property.Name).ToHashSet();
            members["required"] = new JsonArray([.. required.Select(name => name!.GetValue<string>()).Where(name => !nullable.Contains(name)).Select(name => (JsonNode)name)]);
        }

        return schema;
    }

    /// <summary>A schema refers to its own places from its root, which is one level further down here.</summary>
    private static JsonNode Below(string name, JsonTypeInfo type)
    {
        var schema = type.GetJsonSchemaAsNode(Options);
        Rebase(schema, $"#/$defs/{name}");
        return schema;
    }

    private static void Rebase(JsonNode? node, string root)
    {
        switch (node)
        {
            case JsonObject members:
                if (members["$ref"] is JsonValue reference && reference.GetValue<string>() is { } target)
                    members["$ref"] = root + target[1..];
                foreach (var (_, member) in members)
                    Rebase(member, root);
                break;
            case JsonArray items:
                foreach (var item in items)
                    Rebase(item, root);
                break;
            default:
                break;
        }
    }
}
