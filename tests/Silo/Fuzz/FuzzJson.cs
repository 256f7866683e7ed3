using System.Text;
using System.Text.Json;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Changes one place of a JSON text: another value, list or name there, a member or an element more, or one less.</summary>
internal static class FuzzJson
{
    /// <summary>Members of all requests: where one is unknown it must be refused, and where it is optional it is tried.</summary>
    private static readonly string[] Names = [.. FuzzBodies.All.SelectMany(NamesOf).Distinct().Order(StringComparer.Ordinal)];

    private enum PlaceKind { Value, Name, InObject, InArray }

    public static byte[] Change(Random random, byte[] json)
    {
        var places = Places(json);
        if (places.Count == 0)
            return json;
        var place = random.Pick(places);
        var text = place.Kind switch
        {
            PlaceKind.Name => random.Next(2) == 0 ? $"\"{random.Pick(Names)}\"" : FuzzValues.Json(random),
            PlaceKind.InObject => $"\"{random.Pick(Names)}\":{FuzzValues.Json(random)}{Comma(json, place.End)}",
            PlaceKind.InArray => FuzzValues.Json(random) + Comma(json, place.End),
            _ => random.Next(4) == 0 ? $"[{Encoding.UTF8.GetString(json.AsSpan(place.Start, place.End - place.Start))},{FuzzValues.Json(random)}]" : FuzzValues.Json(random),
        };
        return [.. json.AsSpan(0, place.Start), .. Encoding.UTF8.GetBytes(text), .. json.AsSpan(place.End)];
    }

    private static string Comma(byte[] json, int at) => json.AsSpan(at).TrimStart(" \r\n\t"u8) is [(byte)'}' or (byte)']', ..] ? "" : ",";

    private static List<Place> Places(byte[] json)
    {
        var places = new List<Place>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push(start);
                        places.Add(new Place(end, end, reader.TokenType == JsonTokenType.StartObject ? PlaceKind.InObject : PlaceKind.InArray));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        places.Add(new Place(open.Pop(), end, PlaceKind.Value));
                        break;
                    case JsonTokenType.PropertyName:
                        places.Add(new Place(start, end - 1, PlaceKind.Name));
                        break;
                    default:
                        places.Add(new Place(start, end, PlaceKind.Value));
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // As far as it is JSON.
        }

        return places;
    }

    private static IEnumerable<string> NamesOf(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. NamesOf(document.RootElement)];
    }

    private static IEnumerable<string> NamesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => NamesOf(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(NamesOf),
        _ => [],
    };

    private readonly record struct Place(int Start, int End, PlaceKind Kind);
}
