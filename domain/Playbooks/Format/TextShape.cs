using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>A text of bounded length. A number, truth value or nothing without quotes is refused, so that <c>version: 1.10</c> doesn't turn into 1.1 in an editor.</summary>
/// <param name="Pattern">What it must match, or null.</param>
/// <param name="PatternWords">The pattern, said to a person.</param>
internal sealed record TextShape(int Max, string? Pattern = null, string? PatternWords = null) : ScalarShape
{
    private readonly Regex? _pattern = Pattern is null ? null : new Regex(Pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public override string Words => PatternWords ?? string.Create(CultureInfo.InvariantCulture, $"text, at most {Max:#,0} characters");

    private protected override void CheckScalar(ScalarNode scalar, string path, PlaybookErrors errors)
    {
        if (scalar.IsPlain && IsOtherType(scalar.Value))
            errors.Add(scalar, path, PlaybookCodes.WrongType, $"This is {NameOf(scalar)}, which is no text; put it in quotes if it is meant as {Words}.");
        else if (scalar.Value.Length > Max)
            errors.Add(scalar, path, PlaybookCodes.TooLong, $"This has {scalar.Value.Length} characters; it may have {Max}.");
        else if (string.IsNullOrWhiteSpace(scalar.Value) || scalar.Value.Any(letter => char.IsControl(letter) && letter != '\n') || _pattern?.IsMatch(scalar.Value) == false)
            errors.Add(scalar, path, PlaybookCodes.BadFormat, $"This is {NameOf(scalar)}; it should be {Words}.");
    }

    internal override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Max };
        if (Pattern is not null)
            schema["pattern"] = Pattern.Replace("\\z", "$", StringComparison.Ordinal);
        return schema;
    }

    private static bool IsOtherType(string text) =>
        text is "" or "~" || text.ToLowerInvariant() is "null" or "true" or "false" ||
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
