using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>Kill switches, and what else holds agents back.</summary>
internal static class SwitchCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var switches = new TwinsCommand("switches", "Kill switches, breakers and incidents.");
        switches.Add(to.Make(
            new TwinsCommand("list", "What is thrown, open or declared now.", "twins switches list"),
            async call => call.Show(await call.Client.Switches.ListAsync(call.Cancellation), answer => SwitchTables.Write(call, answer))));

        var (segment, action, why) = (
            new Option<string?>("--segment") { Description = "Only accounts of this segment.", HelpName = "SEGMENT" },
            new Option<string?>("--action") { Description = "Only this action.", HelpName = "TYPE" },
            Inputs.Reason());
        switches.Add(to.Make(
            new TwinsCommand(
                "throw", "Stops actions: all, of one segment, of one type. When it answers, nothing that it stops can still be allowed.",
                "twins switches throw --reason 'wrong amounts in drafts'", "twins switches throw --action grant_credit --reason 'billing migration'"),
            async call => call.Show(
                await call.Client.Switches.ThrowAsync(new SwitchBody { Segment = call.Value(segment), Action = call.Value(action), Reason = call.Value(why)! }, call.Cancellation),
                answer => SwitchTables.Write(call, answer)),
            segment, action, why));

        var (name, reason) = (new Argument<string>("name") { Description = "As twins switches list shows it." }, Inputs.Reason());
        switches.Add(to.Make(
            new TwinsCommand("take-back", "Ends a switch; the one that stops everything (tenant) when a second person asks for it too, within a week.", "twins switches take-back action:grant_credit --reason 'migration done'"),
            async call => call.Show(
                await call.Client.Switches.TakeBackAsync(new NamedBody { Name = call.Value(name), Reason = call.Value(reason)! }, call.Cancellation),
                answer => SwitchTables.Write(call, answer)),
            name, reason));

        var (release, cause) = (new Argument<string>("release") { Description = "The agent release." }, Inputs.Reason());
        switches.Add(to.Make(
            new TwinsCommand("reset-breaker", "Lets an agent release go on that had passed an hourly limit.", "twins switches reset-breaker support-7 --reason 'a retry loop, mended'"),
            async call => call.Show(
                await call.Client.Switches.ResetBreakerAsync(new NamedBody { Name = call.Value(release), Reason = call.Value(cause)! }, call.Cancellation),
                answer => SwitchTables.Write(call, answer)),
            release, cause));
        root.Add(switches);
    }
}
