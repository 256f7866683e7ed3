using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AccountTwins.Silo.Api;

/// <summary>
/// What JSON can say and no request may, and the reader of records lets by: a null in a list (of a member it knows whether it may be null, of an element
/// not), and a text with U+0000, which PostgreSQL cannot hold.
/// </summary>
internal static class RefusedJson
{
    // {"actions":[{"type":"reply"},null]} → At $.actions[1]: null is nothing that a list holds.
    /// <summary>The first of these with its path, or null.</summary>
    /// <param name="json">Has been read as JSON without a fault.</param>
    public static string? FaultOf(ReadOnlySpan<byte> json)
    {
        // Nearly every body has neither; looking for them costs nothing beside reading it.
        if (json.IndexOf("null"u8) < 0 && json.IndexOf("\\u0000"u8) < 0)
            return null;
        var open = new List<Step>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    open[^1] = new Step(reader.GetString(), 0);
                    continue;
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    open.Add(new Step(reader.TokenType == JsonTokenType.StartArray ? null : "", 0));
                    continue;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    open.RemoveAt(open.Count - 1);
                    break;
                case JsonTokenType.Null when open is [.., { Name: null }]:
                    return $"At {PathOf(open)}: null is nothing that a list holds.";
                case JsonTokenType.String when reader.ValueIsEscaped && reader.GetString()!.Contains('\0'):
                    return $"At {PathOf(open)}: a text cannot hold the character U+0000.";
            }

            if (open is [.., { Name: null } list])
                open[^1] = list with { Index = list.Index + 1 };
        }

        return null;
    }

    private static string PathOf(List<Step> open)
    {
        var path = new StringBuilder("$");
        foreach (var step in open)
        {
            if (step.Name is null)
                path.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            else
                path.Append('.').Append(step.Name);
        }

        return path.ToString();
    }

    /// <summary>Where the reader is in one open object or list, which has no names.</summary>
    private readonly record struct Step(string? Name, int Index);
}
