using System.Globalization;
using AccountTwins.Cli.Terminals;
using Spectre.Console;

namespace AccountTwins.Cli.Tables;

/// <summary>Tables for people. Text from outside is escaped and loses control characters.</summary>
internal static class TableText
{
    public static void Write(this Call call, string[] columns, IEnumerable<object?[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => Markup.Escape(Of(cell)))]);
        if (table.Rows.Count == 0)
            call.Line("Nothing.");
        else
            call.Console.Write(table);
    }

    public static string Of(object? cell) => cell switch
    {
        null => "-",
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool flag => flag ? "yes" : "no",
        Enum word => Word(word),
        string[] words => words.Length == 0 ? "-" : string.Join(", ", words),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Clean(cell.ToString()!),
    };

    /// <summary>An enum as it is on the wire.</summary>
    public static string Word(Enum value) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>A line that cannot move the cursor or ring the bell.</summary>
    public static string Clean(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var index = 0; index < source.Length; index++)
            span[index] = char.IsControl(source[index]) ? ' ' : source[index];
    });
}
