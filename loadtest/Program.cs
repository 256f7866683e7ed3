using AccountTwins.LoadTest;

try
{
    return args switch
    {
        ["--help" or "-h", ..] => Help(),
        ["broker", .. var rest] => await BrokerCommand.RunAsync(new Arguments(rest)),
        ["calibrate", .. var rest] => CalibrateCommand.Run(new Arguments(rest)),
        ["chaos", .. var rest] => await ChaosCommand.RunAsync(new Arguments(rest)),
        ["crash", .. var rest] => await CrashCommand.RunAsync(new Arguments(rest)),
        ["learning", .. var rest] => LearningCommand.Run(new Arguments(rest)),
        ["ledger", .. var rest] => await LedgerCommand.RunAsync(new Arguments(rest)),
        ["race", .. var rest] => await RaceCommand.RunAsync(new Arguments(rest)),
        [ChaosSiloCommand.Name, .. var rest] => await ChaosSiloCommand.RunAsync(rest),
        ["feed", .. var rest] => await FeedCommand.RunAsync(new Arguments(rest)),
        [] => await LoadCommand.RunAsync(new Arguments(args)),
        [var option, ..] when option.StartsWith("--", StringComparison.Ordinal) => await LoadCommand.RunAsync(new Arguments(args)),
        [var unknown, ..] => throw new ArgumentException($"There is no command '{unknown}'; --help lists them."),
    };
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

static int Help()
{
    using var text = new StreamReader(typeof(Machine).Assembly.GetManifestResourceStream("help.txt")!);
    Console.Write(text.ReadToEnd());
    return 0;
}
