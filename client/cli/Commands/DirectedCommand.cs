using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>A person's own look at a decision that nobody drew.</summary>
internal static class DirectedCommand
{
    public static void AddTo(Command reviews, CommandSet to)
    {
        var decision = Inputs.Decision();
        var verb = new Option<string>("--verb") { Description = "accept, edit, reject or reply.", HelpName = "VERB", Required = true }.OneOf("accept", "edit", "reject", "reply");
        var change = new Option<string?>("--change") { Description = "With edit, what should have been changed: style, fact, amount, commitment or tone.", HelpName = "KIND" }
            .OneOf("style", "fact", "amount", "commitment", "tone");
        var goals = new Option<string>("--goals") { Description = "What it does for the account's own goals: serves, neutral or against.", HelpName = "WORD", Required = true }
            .OneOf("serves", "neutral", "against");
        var severity = new Option<string?>("--severity") { Description = "Of what was wrong: none (default), minor, major or severe; severe tightens at once.", HelpName = "WORD" }
            .OneOf("none", "minor", "major", "severe");
        var reason = new Option<string?>("--reason") { Description = "Why; it may become a lesson.", HelpName = "TEXT" };
        var category = new Option<string?>("--category") { Description = "What it was really about.", HelpName = "WORD" };
        reviews.Add(to.Make(
            new TwinsCommand(
                "direct", "Judges a decision that you picked: recorded and taught, but it counts as no random audit.",
                "twins reviews direct 17-9f3c0a1b@acct-1 --verb reject --goals against --severity severe --reason 'promised what the contract rules out'"),
            async call => call.Show(
                await call.Client.Reviews.DirectAsync(
                    call.Value(decision),
                    new ReviewBody
                    {
                        Verb = call.Value(verb)!,
                        Edit = call.Value(change),
                        Goals = call.Value(goals)!,
                        Severity = call.Value(severity) ?? "none",
                        Reason = call.Value(reason),
                        CorrectedCategory = call.Value(category),
                    },
                    call.Cancellation),
                view => DecisionTables.Write(call, view)),
            decision, verb, change, goals, severity, reason, category));
    }
}
