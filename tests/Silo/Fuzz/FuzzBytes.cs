using System.Text;
using System.Text.Json;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Bodies as no client would send them: a good one with a value replaced or its bytes disturbed, another route's, or none at all.</summary>
internal static class FuzzBytes
{
    /// <summary>Values that readers trip over: numbers out of every range, broken and long texts, other types, depth.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "{}", "[]", "\"\"", "0", "-0", "-1", "1e400", "-1e-400", "79228162514264337593543950336", "9223372036854775808", "0.00000000000000000000000000001", "1E+28",
        "\"\\ud800\"", "\"\\u0000\"", "\"\\u202e\"", "\"\\r\\n\"", "\"../..\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"2026-02-30\"", "\"NaN\"", "[null]",
        "{\"a\":{\"a\":1,\"a\":2}}", "\"" + new string('x', 5000) + "\"", string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200)),
        "[" + string.Join(',', Enumerable.Repeat("1", 300)) + "]", "\"\U0001F600\"", "\"1-00000000@acct-1\"", "\"tighten\"", "\"loosen\"", "\"reject\"", "\"unfreeze\"",
    ];

    public static byte[] Next(Random random, byte[] good, byte[] foreign) => random.Next(10) switch
    {
        0 => [],
        1 => foreign,
        2 => Noise(random, random.Next(64)),
        3 or 4 => Disturb(random, good),
        5 => Disturb(random, Replace(random, good)),
        6 => Replace(random, Replace(random, good)),
        7 => good,
        _ => Replace(random, good),
    };

    public static string Text(Random random) => random.Next(3) switch
    {
        0 => Encoding.Latin1.GetString(Noise(random, random.Next(20))),
        1 => Values[random.Next(Values.Length)].Trim('"'),
        _ => random.NextInt64(long.MinValue, long.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Disturb(Random random, byte[] good)
    {
        var bytes = good.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Another value, or another name, in the place of one in a JSON text.</summary>
    private static byte[] Replace(Random random, byte[] json)
    {
        var places = Places(json);
        if (places.Count == 0)
            return json;
        var (start, end) = places[random.Next(places.Count)];
        return [.. json.AsSpan(0, start), .. Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]), .. json.AsSpan(end)];
    }

    private static List<(int Start, int End)> Places(byte[] json)
    {
        var places = new List<(int, int)>();
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.EndArray or JsonTokenType.EndObject))
                    places.Add(((int)reader.TokenStartIndex, (int)reader.BytesConsumed - (reader.TokenType == JsonTokenType.PropertyName ? 1 : 0)));
            }
        }
        catch (JsonException)
        {
            // As far as it is JSON.
        }

        return places;
    }
}
