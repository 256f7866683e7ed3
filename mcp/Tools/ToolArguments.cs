using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AccountTwins.Mcp.Tools;

/// <summary>
/// Strict reading of a call's arguments: one that is unknown or of another type is an error that names it, because a misspelt
/// <c>maxStaleness</c> that is silently ignored would let an agent act on old data.
/// </summary>
public sealed class ToolArguments(IDictionary<string, JsonElement>? given)
{
    /// <summary>The first thing found wrong, in one sentence, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Fails on any argument not listed.</summary>
    public void Only(params ReadOnlySpan<string> known)
    {
        foreach (var name in given?.Keys ?? [])
        {
            if (!known.Contains(name))
                Fault ??= $"The argument '{(name.Length <= 40 ? name : name[..40])}' is unknown here.";
        }
    }

    /// <summary>A text that must be there; empty after a fault.</summary>
    public string Required(string name)
    {
        if (Text(name) is { } text)
            return text;
        Fault ??= $"The argument '{name}' is missing.";
        return "";
    }

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            return text;
        Fault ??= $"The argument '{name}' must be a text that is not empty.";
        return null;
    }

    public bool? Flag(string name)
    {
        switch (Find(name)?.ValueKind)
        {
            case null:
                return null;
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                Fault ??= $"The argument '{name}' must be true or false.";
                return null;
        }
    }

    public int? Number(string name, int min, int max)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max)
            return number;
        Fault ??= string.Create(CultureInfo.InvariantCulture, $"The argument '{name}' must be a whole number from {min} to {max}.");
        return null;
    }

    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Fault ??= $"The argument '{name}' must be a day such as 2026-03-01.";
        return null;
    }

    public string? OneOf(string name, params ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text || words.Contains(text))
            return Text(name);
        Fault ??= $"The argument '{name}' must be one of: {string.Join(", ", words.ToArray())}.";
        return null;
    }

    /// <summary>A value of several parts; what is unknown in it is an error too.</summary>
    public T? Json<T>(string name, JsonTypeInfo<T> type)
        where T : class
    {
        if (Find(name) is not { } value)
            return null;
        try
        {
            return value.Deserialize(type);
        }
        catch (JsonException error)
        {
            Fault ??= $"At {name}{error.Path?.TrimStart('$')}: not what is expected there, or not known here.";
            return null;
        }
    }

    /// <summary>Null counts as left out: models write it for what they do not want to say.</summary>
    private JsonElement? Find(string name) => given is not null && given.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
