using System.Globalization;
using System.Text.Json.Nodes;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>A number without exponent; whole or with a fraction.</summary>
/// <param name="Min">Smallest allowed value.</param>
/// <param name="Max">Largest allowed value.</param>
internal sealed record NumberShape(decimal Min, decimal Max, bool IsWhole) : ScalarShape
{
    public override string Words => string.Create(CultureInfo.InvariantCulture, $"{(IsWhole ? "whole number" : "number")} {Min:#,0.######} to {Max:#,0.######}");

    public static bool TryParse(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private protected override void CheckScalar(ScalarNode scalar, string path, PlaybookErrors errors)
    {
        if (!scalar.IsPlain || !TryParse(scalar.Value, out var value))
            errors.Add(scalar, path, PlaybookCodes.WrongType, $"This is {NameOf(scalar)}; it should be a {Words}{(scalar.IsPlain ? "" : ", without quotes")}.");
        else if (IsWhole && value != decimal.Truncate(value))
            errors.Add(scalar, path, PlaybookCodes.WrongType, $"{scalar.Value} should be a {Words}.");
        else if (value < Min || value > Max)
            errors.Add(scalar, path, PlaybookCodes.OutOfRange, $"{scalar.Value} should be a {Words}.");
    }

    internal override JsonObject Schema() => new() { ["type"] = IsWhole ? "integer" : "number", ["minimum"] = Min, ["maximum"] = Max };
}

internal sealed record FlagShape : ScalarShape
{
    public override string Words => "true or false";

    private protected override void CheckScalar(ScalarNode scalar, string path, PlaybookErrors errors)
    {
        if (!scalar.IsPlain || scalar.Value is not ("true" or "false"))
            errors.Add(scalar, path, PlaybookCodes.WrongType, $"This is {NameOf(scalar)}; it should be true or false.");
    }

    internal override JsonObject Schema() => new() { ["type"] = "boolean" };
}

/// <summary>One of a closed list of words.</summary>
internal sealed record WordShape(IReadOnlyList<string> Known) : ScalarShape
{
    public override string Words => string.Join(" | ", Known);

    private protected override void CheckScalar(ScalarNode scalar, string path, PlaybookErrors errors)
    {
        if (!Known.Contains(scalar.Value))
            errors.Add(scalar, path, PlaybookCodes.UnknownWord, $"This is {NameOf(scalar)}; it should be one of {string.Join(", ", Known)}{Nearest.Hint(scalar.Value, Known)}");
    }

    internal override JsonObject Schema() => new() { ["type"] = "string", ["enum"] = Strings(Known) };
}

/// <summary>A day, <c>2026-01-31</c>.</summary>
internal sealed record DayShape : ScalarShape
{
    public override string Words => "day, year-month-day";

    public static bool TryParse(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private protected override void CheckScalar(ScalarNode scalar, string path, PlaybookErrors errors)
    {
        if (!TryParse(scalar.Value, out _))
            errors.Add(scalar, path, PlaybookCodes.BadFormat, $"This is {NameOf(scalar)}; it should be a day like 2026-01-31.");
    }

    internal override JsonObject Schema() => new() { ["type"] = "string", ["format"] = "date" };
}

/// <summary>A moment in UTC, <c>2026-01-31T08:00:00Z</c>.</summary>
internal sealed record MomentShape : ScalarShape
{
    public override string Words => "moment in UTC";

    public static bool TryParse(string text, out DateTimeOffset moment) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);

    private protected override void CheckScalar(ScalarNode scalar, string path, PlaybookErrors errors)
    {
        if (!TryParse(scalar.Value, out _))
            errors.Add(scalar, path, PlaybookCodes.BadFormat, $"This is {NameOf(scalar)}; it should be a moment like 2026-01-31T08:00:00Z.");
    }

    internal override JsonObject Schema() => new() { ["type"] = "string", ["format"] = "date-time" };
}
