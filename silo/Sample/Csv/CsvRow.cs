using System.Globalization;

namespace AccountTwins.Silo.Sample.Csv;

/// <summary>One row of a <see cref="CsvFile"/>: its values by the place of the column among those asked for.</summary>
internal sealed class CsvRow(string file, IReadOnlyList<string> columns, IReadOnlyList<string> header)
{
    private readonly int[] places = [.. columns.Select(column => header.ToList().IndexOf(column))];
    private IReadOnlyList<string> values = [];
    private int line;

    public bool Has(string column) => header.Contains(column);

    public CsvRow At(int number, IReadOnlyList<string> row)
    {
        line = number;
        values = row;
        return this;
    }

    /// <summary>Empty when the column or its value is missing.</summary>
    public string TextOrEmpty(int column) => places[column] < 0 ? "" : values[places[column]];

    public string Text(int column, int lengthMax)
    {
        var text = TextOrEmpty(column);
        return text.Length > 0 && text.Length <= lengthMax && !text.Any(char.IsControl)
            ? text
            : throw Invalid(column, $"a text of 1 to {lengthMax} characters");
    }

    public int Integer(int column) =>
        int.TryParse(TextOrEmpty(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid(column, "a whole number from 0");

    public int? IntegerOrNull(int column) => TextOrEmpty(column).Length == 0 ? null : Integer(column);

    public decimal Decimal(int column) =>
        decimal.TryParse(TextOrEmpty(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1_000_000_000_000m
            ? number
            : throw Invalid(column, "an amount such as 200.0");

    public DateOnly Date(int column) =>
        DateOnly.TryParseExact(TextOrEmpty(column), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Invalid(column, "a date such as 2024-01-31");

    public DateOnly? DateOrNull(int column) => TextOrEmpty(column).Length == 0 ? null : Date(column);

    public SampleException Wrong(string code, int column, string reason) => new(code, $"{file} line {line}, column {columns[column]}: {reason}.");

    private SampleException Invalid(int column, string expected)
    {
        var text = TextOrEmpty(column);
        return Wrong(SampleErrors.ValueInvalid, column, $"'{(text.Length > 40 ? text[..40] + "…" : text)}' is not {expected}");
    }
}
