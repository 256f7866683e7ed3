using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>The playbook: what is in force, and what a file would change before it goes live.</summary>
internal static class PlaybookCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var playbook = new TwinsCommand("playbook", "How far the AI may go: one YAML file, tried before it goes live.");
        playbook.Add(to.Make(
            new TwinsCommand("show", "The playbook in force.", "twins playbook show > playbook.yaml"),
            async call => call.Show(await call.Client.Playbook.ReadAsync(call.Cancellation), view => call.Line(view.Text ?? ""))));
        playbook.Add(OverFile(
            to, "check", "Whether a file is a playbook; names line, path and reason where not, and ends with 1.", "twins playbook check playbook.yaml",
            async (call, file) => call.Show(await call.Client.Playbook.CheckAsync(file, call.Cancellation), answer => PlaybookTables.Write(call, answer), answer => answer.IsGood)));
        playbook.Add(OverFile(
            to, "diff", "What a file would change of the playbook in force, and whether that tightens or loosens.", "twins playbook diff playbook.yaml",
            async (call, file) => call.Show(await call.Client.Playbook.DiffAsync(file, call.Cancellation), answer => PlaybookTables.Write(call, answer))));
        playbook.Add(OverFile(
            to, "apply", "Puts a file in force; one that is not good changes nothing.", "twins playbook apply playbook.yaml",
            async (call, file) => call.Show(await call.Client.Playbook.ApplyAsync(file, call.Cancellation), answer => call.Line($"In force: {answer.Version}  {answer.Hash}"))));
        AddSimulate(playbook, to);
        root.Add(playbook);
    }

    private static Command OverFile(CommandSet to, string name, string text, string example, Func<Call, byte[], Task<int>> run)
    {
        var file = Inputs.Playbook();
        return to.Make(
            new TwinsCommand(name, text, example),
            async call => await run(call, await File.ReadAllBytesAsync(call.Value(file).FullName, call.Cancellation)),
            file);
    }

    private static void AddSimulate(Command playbook, CommandSet to)
    {
        var file = Inputs.Playbook();
        var since = new Option<string>("--since") { Description = "How far back decisions are judged again, in days.", HelpName = "DAYS", DefaultValueFactory = _ => "30d" };
        playbook.Add(to.Make(
            new TwinsCommand(
                "simulate", "Tries a file on the past: which accounts would change latitude, which decisions would have come out differently, what work it adds or saves.",
                "twins playbook simulate playbook.yaml --since 30d"),
            async call =>
            {
                if (Inputs.DaysIn(call.Value(since)!) is not { } days)
                    return call.Misused("--since: days such as 30d, 1 to 366.");
                var bytes = await File.ReadAllBytesAsync(call.Value(file).FullName, call.Cancellation);
                var result = await Progress.ShowAsync<SimulationLine, ApiResult<SimulationLine>>(
                    call, "Trying it on the past",
                    line => $"{line.Accounts:N0} accounts, {line.Decisions:N0} decisions",
                    each => call.Client.Playbook.SimulateAsync(bytes, days, each, call.Cancellation));
                return call.Show(result, line => PlaybookTables.Write(call, line), line => line.Report is not null);
            },
            file, since));
    }
}
