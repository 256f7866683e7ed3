using System.Text.Json;

namespace AccountTwins.Domain.Decisions;

/// <summary>An enum's value as the word that goes over the wire: lower_snake_case, made once for each value.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Known =
        Enum.GetValues<T>().Distinct().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    public static string Of(T value) => Known.TryGetValue(value, out var word) ? word : throw new ArgumentOutOfRangeException(nameof(value));
}
