using System.Globalization;

namespace AccountTwins.LoadTest;

/// <summary>
/// Arguments of the form <c>--name value</c> or <c>--name</c>. One that nobody asked for, or that is no number where one is needed, is
/// an <see cref="ArgumentException"/>: a misspelt option would change what is measured.
/// </summary>
internal sealed class Arguments
{
    private readonly List<(string Name, string Value)> _values = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public Arguments(ReadOnlySpan<string> arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (!arguments[index].StartsWith("--", StringComparison.Ordinal))
                throw new ArgumentException($"'{arguments[index]}' is no option.");
            var name = arguments[index][2..];
            var hasValue = index + 1 < arguments.Length && !arguments[index + 1].StartsWith("--", StringComparison.Ordinal);
            _values.Add((name, hasValue ? arguments[++index] : "true"));
        }
    }

    /// <summary>The value given last, or null.</summary>
    public string? Text(string name) => All(name) is [.., var last] ? last : null;

    /// <summary>Every value of an option that may be repeated, as given.</summary>
    public IReadOnlyList<string> All(string name)
    {
        _asked.Add(name);
        return [.. _values.Where(value => value.Name == name).Select(value => value.Value)];
    }

    public int Number(string name, int otherwise) => Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ArgumentException($"--{name} takes a whole number, not '{text}'.");

    public double Share(string name, double otherwise) => Text(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) ? share
        : throw new ArgumentException($"--{name} takes a number, not '{text}'.");

    public bool Flag(string name) => Text(name) == "true";

    /// <summary>Throws <see cref="ArgumentException"/> for options that no one read.</summary>
    public void RequireAllRead()
    {
        if (_values.FirstOrDefault(value => !_asked.Contains(value.Name)) is { Name: { } unknown })
            throw new ArgumentException($"There is no option --{unknown}.");
    }
}
