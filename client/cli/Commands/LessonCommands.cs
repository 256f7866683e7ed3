using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>What reviewers' reasons teach agents.</summary>
internal static class LessonCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var lessons = new TwinsCommand("lessons", "What reviewers' reasons teach agents, once a person has approved it.");
        AddList(lessons, to);
        AddApprove(lessons, to);
        AddEnd(lessons, to, "decline", "Shows it to nobody.", (call, id, body) => call.Client.Lessons.DeclineAsync(id, body, call.Cancellation), isReasonNeeded: false);
        AddEnd(lessons, to, "retire", "Takes an approved one back.", (call, id, body) => call.Client.Lessons.RetireAsync(id, body, call.Cancellation), isReasonNeeded: true);
        root.Add(lessons);
    }

    private static void AddList(Command lessons, CommandSet to)
    {
        var state = new Option<string?>("--state") { Description = "proposed, approved, declined or retired; left out: all.", HelpName = "STATE" }.OneOf("proposed", "approved", "declined", "retired");
        var scenario = new Option<string?>("--scenario") { Description = "Of one scenario (action~category~tier).", HelpName = "NAME" };
        var account = new Option<string?>("--account") { Description = "Of one account.", HelpName = "ID" };
        lessons.Add(to.Make(
            new TwinsCommand("list", "What waits for a person, and what agents are shown.", "twins lessons list --state proposed"),
            async call => call.Show(
                await call.Client.Lessons.ListAsync(call.Value(state), call.Value(scenario), call.Value(account), call.Cancellation), answer => LessonTables.Write(call, answer.Lessons)),
            state, scenario, account));
    }

    private static void AddApprove(Command lessons, CommandSet to)
    {
        var id = Id();
        var text = new Option<string?>("--text") { Description = "Other words for it, at most 400 characters; left out: the reviewer's.", HelpName = "TEXT" };
        var reach = new Option<string?>("--reach") { Description = "scenario (default): all accounts, for the same scenario; account: its own alone.", HelpName = "WORD" }.OneOf("scenario", "account");
        lessons.Add(to.Make(
            new TwinsCommand("approve", "Shows a lesson to agents. Nothing in it may be for one customer's ears, unless its reach is the account.", "twins lessons approve 7 --text 'half a day down is 20, not 40'"),
            async call => call.Show(
                await call.Client.Lessons.ApproveAsync(call.Value(id), new LessonBody { Text = call.Value(text), Reach = call.Value(reach) }, call.Cancellation),
                lesson => LessonTables.Write(call, [lesson])),
            id, text, reach));
    }

    private static void AddEnd(
        Command lessons, CommandSet to, string verb, string text, Func<Call, long, LessonBody, Task<ApiResult<LessonView>>> send, bool isReasonNeeded)
    {
        var id = Id();
        var reason = new Option<string?>("--reason") { Description = "Why; it is kept.", HelpName = "TEXT", Required = isReasonNeeded };
        lessons.Add(to.Make(
            new TwinsCommand(verb, text, $"twins lessons {verb} 7 --reason 'the price list has changed'"),
            async call => call.Show(await send(call, call.Value(id), new LessonBody { Reason = call.Value(reason) }), lesson => LessonTables.Write(call, [lesson])),
            id, reason));
    }

    private static Argument<long> Id() => new("lesson") { Description = "Id of the lesson." };
}
