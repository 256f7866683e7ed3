using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Tests.Domain.Signals;

/// <summary>Makes random <c>data</c> that fits the declared fields: every kind, every limit, optional fields there or not.</summary>
internal sealed class RandomData(int seed)
{
    private readonly Random random = new(seed);

    public JsonObject Object(IEnumerable<Field> fields)
    {
        var data = new JsonObject();
        foreach (var field in fields.OrderBy(_ => random.Next()))
        {
            if (field.IsRequired || random.Next(3) > 0)
                data[field.Name] = Value(field);
        }

        return data;
    }

    private JsonNode? Value(Field field) => field.Kind switch
    {
        FieldKind.Text => Text(0, (int)field.Max, breaks: true),
        FieldKind.Id => Text(1, (int)field.Max, breaks: false),
        FieldKind.Currency => new[] { "EUR", "USD", "GBP", "CHF", "SEK" }[random.Next(5)],
        FieldKind.Integer => Edge((long)field.Min, (long)field.Max),
        FieldKind.Decimal => decimal.Round(field.Min + ((field.Max - field.Min) * (decimal)random.NextDouble()), random.Next(field.Decimals + 1)),
        FieldKind.Flag => random.Next(2) == 0,
        FieldKind.Date => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldKind.Choice => field.Choices[random.Next(field.Choices.Length)].Name,
        FieldKind.TextList => new JsonArray([.. Many(field).Select(_ => (JsonNode)Text(1, (int)field.Max, breaks: false))]),
        FieldKind.TextMap => new JsonObject(Many(field).Select(index => KeyValuePair.Create($"k{index}", (JsonNode?)Text(1, (int)field.Max, breaks: false)))),
        FieldKind.Items => new JsonArray([.. Many(field).Select(_ => (JsonNode)Object(field.Members))]),
        _ => throw new InvalidOperationException($"No random value for {field.Kind}."),
    };

    private IEnumerable<int> Many(Field field) => Enumerable.Range(0, random.Next(field.CountMax + 1));

    private long Edge(long min, long max) => random.Next(4) switch
    {
        0 => min,
        1 => max,
        _ => random.NextInt64(min, max),
    };

    private string Text(int min, int max, bool breaks)
    {
        var text = new StringBuilder();
        for (var left = random.Next(8) == 0 ? max : random.Next(min, Math.Min(max, 40) + 1); left > 0; left--)
            text.Append(Character(breaks).ToString());
        return text.ToString();
    }

    private Rune Character(bool breaks) => random.Next(12) switch
    {
        0 => new Rune(0x1F600 + random.Next(64)),
        1 => new Rune('ä'),
        2 => new Rune("\"\\/<&'\u2028"[random.Next(7)]),
        3 when breaks => new Rune("\n\r\t"[random.Next(3)]),
        _ => new Rune(' ' + random.Next(95)),
    };
}
