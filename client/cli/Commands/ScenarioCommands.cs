using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>What reviews have left of the latitude, scenario by scenario.</summary>
internal static class ScenarioCommands
{
    private static readonly (string Verb, string Text)[] Acts =
    [
        ("freeze", "Learning changes nothing there until it is unfrozen."),
        ("unfreeze", "Learning goes on."),
        ("release", "A person has looked at the severe error; learning goes on from there."),
        ("reset", "Starts counting anew, from the latitude given; where that is wider, when a second person asks for the same within a week."),
        ("accept", "Grants the step that learning offers."),
    ];

    public static void AddTo(Command root, CommandSet to)
    {
        var scenarios = new TwinsCommand("scenarios", "What reviews have left of each scenario (action~category~tier), by agent release.");
        var one = new Argument<string?>("scenario") { Description = "With its last changes, each with the bound that did it; left out: all.", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => null };
        scenarios.Add(to.Make(
            new TwinsCommand("list", "How they stand.", "twins scenarios list", "twins scenarios list grant_credit~billing~small"),
            async call => call.Show(await call.Client.Scenarios.ListAsync(call.Value(one), call.Cancellation), answer => ScenarioTables.Write(call, answer)),
            one));
        AddChanges(scenarios, to);
        foreach (var (verb, text) in Acts)
            AddAct(scenarios, to, verb, text);
        root.Add(scenarios);
    }

    private static void AddChanges(Command scenarios, CommandSet to)
    {
        var after = new Option<long?>("--after") { Description = "Only what came after this id; left out: the newest.", HelpName = "ID" };
        var limit = new Option<int?>("--limit") { Description = "1 to 200, default 50.", HelpName = "COUNT" };
        scenarios.Add(to.Make(
            new TwinsCommand("changes", "What happened to the latitude of all scenarios, with the numbers that did it.", "twins scenarios changes", "twins scenarios changes --after 812"),
            async call => call.Show(await call.Client.Scenarios.ChangesAsync(call.Value(after), call.Value(limit), call.Cancellation), answer => ScenarioTables.Write(call, answer)),
            after, limit));
    }

    private static void AddAct(Command scenarios, CommandSet to, string verb, string text)
    {
        var scenario = new Argument<string>("scenario") { Description = "action~category~tier." };
        var release = new Option<string?>("--release") { Description = "Of one agent release; left out: of all.", HelpName = "RELEASE" };
        var latitude = new Option<string?>("--to") { Description = "The latitude to start from.", HelpName = "LATITUDE", Required = true }
            .OneOf("suspended", "diagnostic", "supervised", "bounded", "full");
        var reason = Inputs.Reason();
        Symbol[] symbols = verb == "reset" ? [scenario, release, latitude, reason] : [scenario, release, reason];
        var example = verb == "reset"
            ? "twins scenarios reset grant_credit~billing~small --to bounded --reason 'new prompt, tried for a week'"
            : $"twins scenarios {verb} grant_credit~billing~small --release support-7 --reason 'looked at by hand'";
        scenarios.Add(to.Make(
            new TwinsCommand(verb, text, example),
            async call => call.Show(
                await call.Client.Scenarios.ActAsync(
                    new ScenarioBody
                    {
                        Scenario = call.Value(scenario),
                        Release = call.Value(release),
                        Act = verb,
                        To = verb == "reset" ? call.Value(latitude) : null,
                        Reason = call.Value(reason)!,
                    },
                    call.Cancellation),
                answer =>
                {
                    if (verb == "reset")
                        ScenarioTables.WriteReset(call, answer, call.Value(release));
                    else
                        ScenarioTables.Write(call, answer);
                }),
            symbols));
    }
}
