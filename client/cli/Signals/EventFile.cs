using System.Text.Json;

namespace AccountTwins.Cli.Signals;

/// <summary>
/// CloudEvents of a file or of standard input: one a line (read as it is sent, however long the file is), or one JSON array or object over
/// several lines.
/// </summary>
internal static class EventFile
{
    /// <summary>Characters of an array or object that is read at once: eight requests' worth.</summary>
    private const int WholeMax = 64 * 1024 * 1024;

    /// <summary>The events with the number of their line, or of their place in an array, from 1. Throws <see cref="JsonException"/> at the first that is no JSON.</summary>
    public static IEnumerable<(int Place, JsonElement Event)> Read(TextReader reader)
    {
        var (line, number) = (reader.ReadLine(), 1);
        while (line is not null && string.IsNullOrWhiteSpace(line))
            (line, number) = (reader.ReadLine(), number + 1);
        if (line is null)
            yield break;
        if (TryParse(line) is not { ValueKind: JsonValueKind.Object } first)
        {
            foreach (var (one, index) in Elements(Whole(line, reader)).Select((one, index) => (one, index)))
                yield return (index + 1, one);
            yield break;
        }

        yield return (number, first);
        while (reader.ReadLine() is { } next)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(next))
                yield return (number, TryParse(next) ?? throw new JsonException($"Line {number} is no JSON."));
        }
    }

    private static IEnumerable<JsonElement> Elements(JsonElement whole) => whole.ValueKind == JsonValueKind.Array ? whole.EnumerateArray() : [whole];

    private static JsonElement Whole(string begin, TextReader reader)
    {
        var text = new System.Text.StringBuilder(begin);
        var buffer = new char[16 * 1024];
        for (text.Append('\n'); reader.Read(buffer) is > 0 and var count; text.Append(buffer, 0, count))
        {
            if (text.Length > WholeMax)
                throw new JsonException("It is longer than can be read at once: write one event a line.");
        }

        return JsonElement.Parse(text.ToString());
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
