using System.Globalization;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Values that readers trip over, as JSON: numbers out of every range, broken and long texts, moments at the ends, nulls in lists, other types, depth.</summary>
internal static class FuzzValues
{
    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1e400", "-1e-400", "79228162514264337593543950336", "-79228162514264337593543950335", "9223372036854775808", "-9223372036854775808", "2147483648", "0.00000000000000000000000000001",
        "1E+28", "0.5", "1e2", "1.0", "1E-0", "253402300800000", new string('9', 400), "0." + new string('3', 400),
    ];

    private static readonly string[] Texts =
    [
        "\"\"", "\" \"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\u0001\\u001f\\u007f\\u0085\"", "\"\\u202e\"", "\"\\ufeff\"", "\"\\uffff\"", "\"\\r\\n\"", "\"../..\"", "\"NaN\"",
        "\"Infinity\"", "\"null\"", "\"1\"", "\"\U0001F600\"", "\"e\\u0301\"", "\"\u0130\u0131\"", "\"'; drop table x;--\"", "\"%00\"", "\"%\"", "\"~~\"", "\"a~b~c~d\"", "\"@\"", "\"a@\"", "\",\"", "\"\\\\\"",
        "\"" + new string('x', 5000) + "\"", "\"" + new string('\u20ac', 130) + "\"", "\"1-00000000@acct-1\"", "\"99999999999999999999-00000000@acct-1\"", "\"tighten\"", "\"loosen\"", "\"reject\"", "\"edit\"", "\"reply\"", "\"reply\\n\"", "\"EUR\\n\"", "\"r\\n\"",
        "\"unfreeze\"", "\"EUR\"", "\"XXX\"", "\"https://\"", "\"https://[::1\"", "\"https://\U0001F600/\"", "\"https://a..b/\"", "\"https://1/\"", "\"https://x:99999/\"", "\"https://x\\u0000/\"", "\"mailto:a@b\"", "\"//x\"",
    ];

    private static readonly string[] Moments =
    [
        "\"9999-12-31T23:59:59.9999999Z\"", "\"9999-12-31T23:59:59-14:00\"", "\"0001-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"2026-02-30\"", "\"2026-03-01\"", "\"2026-03-01T00:00:00\"",
        "\"2026-03-01T24:00:00Z\"", "\"2016-12-31T23:59:60Z\"", "\"2026-03-01T00:00:00.00000000000001Z\"", "\"1969-12-31T23:59:59Z\"", "\"1677-01-01T00:00:00Z\"", "\"+275760-09-13T00:00:00Z\"",
    ];

    private static readonly string[] Others =
    [
        "null", "true", "false", "{}", "[]", "[null]", "[null,null]", "[{}]", "[[]]", "[\"\"]", "[0]", "{\"\":null}", "{\"a\":{\"a\":1,\"a\":2}}", "{\"$ref\":\"#\"}", "{\"type\":null}", "{\"type\":\"reply\"}",
        string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200)), string.Concat(Enumerable.Repeat("{\"a\":", 70)) + "0" + new string('}', 70),
        "[" + string.Join(',', Enumerable.Repeat("1", 300)) + "]", "[" + string.Join(',', Enumerable.Repeat("\"a\"", 40)) + "]",
    ];

    private static readonly string[][] Kinds = [Numbers, Texts, Moments, Others];

    /// <summary>One as JSON.</summary>
    public static string Json(Random random) => random.Pick(random.Pick(Kinds));

    /// <summary>A text for an address, a header or a member's name.</summary>
    public static string Text(Random random) => random.Next(3) switch
    {
        0 => string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(256))),
        1 => Json(random).Trim('"').Replace("\\u0000", "\0").Replace("\\ud800", "\ud800").Replace("\\r\\n", "\r\n"),
        _ => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
    };

    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
