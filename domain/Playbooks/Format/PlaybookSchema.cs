using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>The JSON Schema (draft 2020-12) of a playbook, which editors use for YAML too.</summary>
public static class PlaybookSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "AccountTwins playbook",
            ["description"] = "What a tenant lets its AI agents do. Rules over more than one key are checked by `twins playbook check`.",
        };
        foreach (var (key, value) in PlaybookFormat.Root.Schema())
            schema[key] = value?.DeepClone();
        return schema.ToJsonString(Indented) + "\n";
    }
}
