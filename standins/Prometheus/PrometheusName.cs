using System.Text;
using System.Text.RegularExpressions;

namespace AccountTwins.StandIns.Prometheus;

/// <summary>Names by the OpenTelemetry rules for Prometheus: http.server.duration in seconds becomes http_server_duration_seconds, a counter ends in _total.</summary>
internal static partial class PrometheusName
{
    public static string Of(string name, string? unit, string type)
    {
        var result = Sanitize(name, allowColon: true);
        var suffix = string.IsNullOrEmpty(unit) ? string.Empty : UnitOf(Annotation().Replace(unit, string.Empty));
        if (suffix.Length > 0 && !result.Contains(suffix, StringComparison.Ordinal))
            result += $"_{Sanitize(suffix, allowColon: false)}";
        if (type == "counter" && !result.EndsWith("_total", StringComparison.Ordinal))
            result += "_total";
        return result;
    }

    public static string Label(string key) => Sanitize(key, allowColon: false);

    // Runs of characters that may not stand in a name become one underscore.
    private static string Sanitize(string name, bool allowColon)
    {
        var result = new StringBuilder(name.Length + 1);
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
            result.Append('_');
        foreach (var each in name)
        {
            if (char.IsAsciiLetterOrDigit(each) || (allowColon && each == ':'))
                result.Append(each);
            else if (result.Length == 0 || result[^1] != '_')
                result.Append('_');
        }

        return result.ToString();
    }

    private static string UnitOf(string unit) => unit.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 && slash < unit.Length - 1
        ? $"{Many(unit[..slash])}_per_{One(unit[(slash + 1)..])}".TrimStart('_')
        : Many(unit);

    private static string Many(string unit) => unit switch
    {
        "1" => string.Empty,
        "d" => "days",
        "h" => "hours",
        "min" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "GiBy" => "gibibytes",
        "kBy" or "KBy" => "kilobytes",
        "MBy" => "megabytes",
        "GBy" => "gigabytes",
        "%" => "percent",
        "$" => "dollars",
        "Hz" => "hertz",
        _ => unit,
    };

    private static string One(string unit) => unit switch
    {
        "s" => "second",
        "m" => "minute",
        "h" => "hour",
        "d" => "day",
        "w" => "week",
        "mo" => "month",
        "y" => "year",
        _ => unit,
    };

    // A count of {signals} has no unit.
    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Annotation();
}
