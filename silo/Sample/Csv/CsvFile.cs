using System.IO.Compression;

namespace AccountTwins.Silo.Sample.Csv;

/// <summary>
/// Reads a table row by row: comma-separated UTF-8, a header line, double quotes around values that hold a comma or a quote; the file
/// is plain or gzipped. A value does not span lines.
/// </summary>
internal sealed class CsvFile
{
    private readonly string path;

    private CsvFile(string path) => this.path = path;

    public string Name => Path.GetFileName(path);

    /// <summary>Finds <c>name.csv</c> or <c>name.csv.gz</c>.</summary>
    public static CsvFile Find(string folder, string name)
    {
        foreach (var candidate in new[] { $"{name}.csv", $"{name}.csv.gz" })
        {
            var path = Path.Combine(folder, candidate);
            if (File.Exists(path))
                return new CsvFile(path);
        }

        throw new SampleException(SampleErrors.FileMissing, $"There is no {name}.csv or {name}.csv.gz in {folder}.");
    }

    public Stream OpenRaw() => File.OpenRead(path);

    /// <summary>Rows with the wanted columns in the order asked for; other columns are ignored. The row is reused: take what you need.</summary>
    public IEnumerable<CsvRow> Read(IReadOnlyList<string> required, params IReadOnlyList<string> optional)
    {
        using var lines = new StreamReader(Open());
        var header = Line(lines, 1) is { } first ? Split(first, 1) : throw new SampleException(SampleErrors.FileUnreadable, $"{Name} is empty.");
        var row = new CsvRow(Name, [.. required, .. optional], header);
        if (required.FirstOrDefault(column => !row.Has(column)) is { } missing)
            throw new SampleException(SampleErrors.ColumnMissing, $"{Name} line 1: there is no column {missing}; it needs {string.Join(", ", required)}.");

        for (var number = 2; Line(lines, number) is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            var values = Split(line, number);
            if (values.Count != header.Count)
                throw new SampleException(SampleErrors.RowInvalid, $"{Name} line {number}: {values.Count} values under {header.Count} columns.");
            yield return row.At(number, values);
        }
    }

    private Stream Open() => path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(OpenRaw(), CompressionMode.Decompress) : OpenRaw();

    private string? Line(StreamReader lines, int number)
    {
        try
        {
            return lines.ReadLine();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new SampleException(SampleErrors.FileUnreadable, $"{Name} line {number}: {exception.Message}", exception);
        }
    }

    // 7,"Acme, Inc.",12
    private List<string> Split(string line, int number)
    {
        var values = new List<string>(8);
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            values.AddRange(line.Split(','));
            return values;
        }

        for (var at = 0; at <= line.Length; at++)
        {
            var quoted = at < line.Length && line[at] == '"';
            var end = quoted ? ClosingQuote(line, at + 1, number) : line.IndexOf(',', at) is >= 0 and var comma ? comma : line.Length;
            values.Add(quoted ? line[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal) : line[at..end]);
            at = quoted ? end + 1 : end;
            if (at < line.Length && line[at] != ',')
                throw new SampleException(SampleErrors.RowInvalid, $"{Name} line {number}: text follows a closing quote.");
        }

        return values;
    }

    private int ClosingQuote(string line, int from, int number)
    {
        for (var at = from; at < line.Length; at++)
        {
            if (line[at] != '"')
                continue;
            if (at + 1 >= line.Length || line[at + 1] != '"')
                return at;
            at++;
        }

        throw new SampleException(SampleErrors.RowInvalid, $"{Name} line {number}: a quote is not closed.");
    }
}
