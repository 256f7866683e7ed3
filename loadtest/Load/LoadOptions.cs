using AccountTwins.LoadTest.Load.Scenarios;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load;

/// <summary>What a load run is asked for.</summary>
internal sealed record LoadOptions
{
    public const int AccountsMax = 10_000_000;

    /// <summary>In the order they run.</summary>
    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>Twins in the scenarios whose size may be chosen; null: each its own.</summary>
    public int? Accounts { get; init; }

    /// <summary>Streams of changes; null: as the scenario has it.</summary>
    public int? Subscribers { get; init; }

    /// <summary>How long the streams are watched; null: as the scenario has it.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The server that holds the twins; null: SQLite.</summary>
    public string? Postgres { get; init; }

    /// <summary>A tenth of everything: shows that it works, and no number worth keeping.</summary>
    public bool IsBrief { get; init; }

    /// <summary>Where the page with the plots goes; null: none.</summary>
    public string? ReportFile { get; init; }

    /// <summary>Throws <see cref="ArgumentException"/> for what cannot be meant.</summary>
    public static LoadOptions Read(Arguments arguments)
    {
        var names = arguments.All("scenario");
        var isLong = arguments.Flag("long");
        var options = new LoadOptions
        {
            Scenarios = names.Count > 0 ? Named(names) : [.. Scenario.All.Where(scenario => isLong || !scenario.IsLong)],
            Seed = arguments.Number("seed", 1),
            Accounts = arguments.Text("accounts") is null ? null : arguments.Number("accounts", 0),
            Subscribers = arguments.Text("subscribers") is null ? null : arguments.Number("subscribers", 0),
            Duration = arguments.Text("seconds") is null ? null : TimeSpan.FromSeconds(arguments.Number("seconds", 0)),
            Postgres = arguments.Text("postgres") is null ? null : ServerOf(arguments),
            IsBrief = arguments.Flag("brief"),
            ReportFile = arguments.Text("report"),
        };
        arguments.RequireAllRead();
        if (names.Count > 0 && isLong)
            throw new ArgumentException("--long runs all scenarios, --scenario the named ones: one of them, please.");
        if (options.Accounts is < 100 or > AccountsMax)
            throw new ArgumentException($"--accounts takes a number from 100 to {AccountsMax}.");
        if (options.Subscribers is < 1 or > 2_000)
            throw new ArgumentException("--subscribers takes a number from 1 to 2000.");
        if (options.Duration is { } duration && (duration < TimeSpan.FromSeconds(5) || duration > TimeSpan.FromMinutes(55)))
            throw new ArgumentException("--seconds takes a number from 5 to 3300.");
        if (options.ReportFile == "true")
            throw new ArgumentException("--report takes the name of a file.");
        return options;
    }

    private static Scenario[] Named(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => Scenario.All.All(scenario => scenario.Name != name)) is { } unknown)
            throw new ArgumentException($"There is no scenario '{unknown}'; there are {string.Join(", ", Scenario.All.Select(scenario => scenario.Name))}.");
        return [.. Scenario.All.Where(scenario => names.Contains(scenario.Name))];
    }

    private static string ServerOf(Arguments arguments) =>
        arguments.Text("postgres") is { } given && given != "true" ? given : PostgresSchema.EnvironmentServer
        ?? throw new ArgumentException("--postgres takes a connection string; inside deploy/scripts/with-postgres it may stand alone.");
}
