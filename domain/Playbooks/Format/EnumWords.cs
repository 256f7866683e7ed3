using System.Text.Json;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>An enum's values as the words of the file: lower_snake_case, without the value that means "not set".</summary>
internal static class EnumWords<T>
    where T : struct, Enum
{
    private static readonly (string Word, T Value)[] Pairs =
    [
        .. from value in Enum.GetValues<T>()
           where value.ToString() != "Unspecified"
           select (JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), value),
    ];

    public static IReadOnlyList<string> All { get; } = [.. Pairs.Select(pair => pair.Word)];

    public static T Parse(string word) => Pairs.First(pair => pair.Word == word).Value;

    /// <summary>The word; "unspecified" for what is not set.</summary>
    public static string Of(T value)
    {
        foreach (var pair in Pairs)
        {
            if (EqualityComparer<T>.Default.Equals(pair.Value, value))
                return pair.Word;
        }

        return "unspecified";
    }
}
