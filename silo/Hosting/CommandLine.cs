using System.Globalization;

namespace AccountTwins.Silo.Hosting;

/// <summary>
/// What the command line asks for. Its few switches are short names of configuration keys, so that everything behind them is read from
/// the configuration alone; keys that have no short name are written out (<c>--Section:Key=VALUE</c>). A closed family.
/// </summary>
public abstract record CommandLine
{
    /// <summary>Switches that take a value, and the keys it is written to.</summary>
    private static readonly Dictionary<string, Func<string, Parsed>> WithValue = new(StringComparer.Ordinal)
    {
        ["--port"] = value => ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? Set("Api:Port", value)
            : Parsed.Refuse($"--port takes a number from 0 to 65535, not '{value}'."),
        ["--data"] = value => Set("Storage:DataFolder", Path.GetFullPath(value)),
        ["--postgres"] = value => new([new("Storage:Provider", "postgresql"), new("Storage:ConnectionString", value)]),
        ["--kafka"] = value => value.LastIndexOf(':') > 0
            ? Set("Kafka:BootstrapServers", value)
            : Parsed.Refuse($"--kafka takes HOST:PORT, not '{value}'."),
        ["--sample"] = value => Directory.Exists(value)
            ? Set("Sample:Directory", Path.GetFullPath(value))
            : Parsed.Refuse($"--sample: there is no folder '{value}'."),
    };

    private static readonly Dictionary<string, KeyValuePair<string, string?>> Alone = new(StringComparer.Ordinal)
    {
        ["--no-sample"] = new("Sample:Enabled", "false"),
    };

    private CommandLine()
    {
    }

    /// <summary>Serve, with these settings above those of files and environment.</summary>
    public sealed record Serve(IReadOnlyList<KeyValuePair<string, string?>> Settings) : CommandLine;

    /// <summary>Print <paramref name="Text"/> and end with success.</summary>
    public sealed record Help(string Text) : CommandLine;

    /// <summary>Print <paramref name="Message"/> and end with failure.</summary>
    public sealed record Refused(string Message) : CommandLine;

    public static CommandLine Read(ReadOnlySpan<string> arguments)
    {
        var settings = new List<KeyValuePair<string, string?>>();
        while (!arguments.IsEmpty)
        {
            var argument = arguments[0];
            arguments = arguments[1..];
            if (argument is "--help" or "-h" or "-?")
                return new Help(HelpText());
            if (Alone.TryGetValue(argument, out var setting))
            {
                settings.Add(setting);
                continue;
            }

            // --port=80 and --port 80 mean the same.
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            var known = WithValue.TryGetValue(name, out var parse);
            if (!known && !IsKey(name))
                return new Refused($"'{argument}' is no option; --help lists them.");

            string value;
            if (equals >= 0)
            {
                value = argument[(equals + 1)..];
            }
            else if (!arguments.IsEmpty && !arguments[0].StartsWith("--", StringComparison.Ordinal))
            {
                value = arguments[0];
                arguments = arguments[1..];
            }
            else
            {
                return new Refused($"{name} needs a value; --help lists the options.");
            }

            var parsed = known ? parse!(value) : Set(name[2..], value);
            if (parsed.Refusal is not null)
                return new Refused(parsed.Refusal);
            settings.AddRange(parsed.Settings);
        }

        return new Serve(settings);
    }

    private static bool IsKey(string name) =>
        name.StartsWith("--", StringComparison.Ordinal) && name.IndexOf(':', StringComparison.Ordinal) is var colon && colon > 2 && colon < name.Length - 1;

    private static Parsed Set(string key, string value) => new([new(key, value)]);

    private static string HelpText()
    {
        using var text = typeof(CommandLine).Assembly.GetManifestResourceStream("help.txt")!;
        using var reader = new StreamReader(text);
        return reader.ReadToEnd();
    }

    private readonly record struct Parsed(IReadOnlyList<KeyValuePair<string, string?>> Settings, string? Refusal = null)
    {
        public static Parsed Refuse(string reason) => new([], reason);
    }
}
