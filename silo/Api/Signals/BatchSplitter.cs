using System.Text.Json;

namespace AccountTwins.Silo.Api.Signals;

/// <summary>
/// Finds the elements of a JSON array without reading into them. Each is decoded alone, so one bad signal costs only itself; a body
/// that is no JSON array at all is a fault of the request.
/// </summary>
public static class BatchSplitter
{
    // [{"specversion":"1.0","type":"usage.activity.v1",…},{…}]
    /// <summary>False: not a JSON array. Stops one past <paramref name="countMax"/>, which tells the caller that there are more.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> json, int countMax, List<Range> elements)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                return false;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                elements.Add(start..(int)reader.BytesConsumed);
                if (elements.Count > countMax)
                    return true;
            }

            return reader.TokenType == JsonTokenType.EndArray && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
