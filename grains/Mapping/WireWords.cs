using System.Text.Json;

namespace AccountTwins.Grains.Mapping;

/// <summary>The words of an enum as they stand on the wire, made once: <c>AtRisk</c> is <c>at_risk</c>.</summary>
internal static class WireWords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Words =
        Enum.GetValues<T>().Distinct().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    public static string Of(T value) => Words.TryGetValue(value, out var word) ? word : "unspecified";

    /// <summary>Null for a value that was never said.</summary>
    public static string? Of(T? value) => value is { } said ? Of(said) : null;

    /// <summary>The value of a word, or null for one that this release does not know.</summary>
    public static T? Read(string? word)
    {
        foreach (var (value, known) in Words)
        {
            if (known == word && known != "unspecified")
                return value;
        }

        return null;
    }
}
