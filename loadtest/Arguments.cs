using System.Globalization;

namespace AccountTwins.LoadTest;

/// <summary>Arguments of the form <c>--name value</c> or <c>--name</c>. One that nobody asked for is an error: a misspelt option would change what is measured.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public Arguments(ReadOnlySpan<string> arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (!arguments[index].StartsWith("--", StringComparison.Ordinal))
                throw new ArgumentException($"'{arguments[index]}' is no option.");
            var hasValue = index + 1 < arguments.Length && !arguments[index + 1].StartsWith("--", StringComparison.Ordinal);
            _values[arguments[index][2..]] = hasValue ? arguments[++index] : "true";
        }
    }

    public string? Text(string name)
    {
        _asked.Add(name);
        return _values.GetValueOrDefault(name);
    }

    public int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public double Share(string name, double otherwise) => Text(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public bool Flag(string name) => Text(name) == "true";

    /// <summary>Throws <see cref="ArgumentException"/> for options that no one read.</summary>
    public void RequireAllRead()
    {
        if (_values.Keys.FirstOrDefault(name => !_asked.Contains(name)) is { } unknown)
            throw new ArgumentException($"There is no option --{unknown}.");
    }
}
