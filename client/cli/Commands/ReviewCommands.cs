using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Reviews;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>What waits for people, and what they say of it.</summary>
internal static class ReviewCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var reviews = new TwinsCommand("reviews", "The review queue: drafts that wait for a person, conversations people take over, allowed acts to look at afterwards.");
        AddList(reviews, to);
        AddClaim(reviews, to);
        AddRelease(reviews, to);
        foreach (var (verb, text, example) in Verbs)
            AddVerb(reviews, to, verb, text, example);
        DirectedCommand.AddTo(reviews, to);
        ExportCommand.AddTo(reviews, to);
        root.Add(reviews);
    }

    private static readonly (string Verb, string Text, string Example)[] Verbs =
    [
        ("accept", "I would have done this.", "twins reviews accept 17-9f3c0a1b@acct-1 --goals serves"),
        ("edit", "Almost: with this change. What is left is all that is permitted.", "twins reviews edit 17-9f3c0a1b@acct-1 --change amount --amount 25 --goals serves --reason 'half the outage was ours'"),
        ("reject", "Not this. The reason is what the agent learns from.", "twins reviews reject 17-9f3c0a1b@acct-1 --goals against --severity major --reason 'promises what the contract rules out'"),
        ("reply", "I answer in person.", "twins reviews reply 17-9f3c0a1b@acct-1 --goals neutral"),
    ];

    private static void AddList(Command reviews, CommandSet to)
    {
        var kind = new Option<string?>("--kind") { Description = "approval, handover, audit, second_audit or directed.", HelpName = "KIND" }.OneOf("approval", "handover", "audit", "second_audit", "directed");
        var state = new Option<string?>("--state") { Description = "open (default), done, expired or voided.", HelpName = "STATE" }.OneOf("open", "done", "expired", "voided");
        var account = new Option<string?>("--account") { Description = "Of one account.", HelpName = "ID" };
        var limit = new Option<int?>("--limit") { Description = "1 to 200.", HelpName = "COUNT" };
        reviews.Add(to.Make(
            new TwinsCommand("list", "What waits, by due time.", "twins reviews list --kind approval"),
            async call => call.Show(
                await call.Client.Reviews.ListAsync(
                    new ReviewListQuery { Kind = call.Value(kind), State = call.Value(state), Account = call.Value(account), Limit = call.Value(limit) }, call.Cancellation),
                page => ReviewTables.Write(call, page)),
            kind, state, account, limit));
    }

    private static void AddClaim(Command reviews, CommandSet to)
    {
        var id = Inputs.Review();
        reviews.Add(to.Make(
            new TwinsCommand("claim", "Takes an item with all it takes to judge it; nobody else can decide it until the lease ends.", "twins reviews claim 17-9f3c0a1b@acct-1"),
            async call => call.Show(await call.Client.Reviews.ClaimAsync(call.Value(id), call.Cancellation), view => ReviewTables.Write(call, view)),
            id));
    }

    private static void AddRelease(Command reviews, CommandSet to)
    {
        var id = Inputs.Review();
        reviews.Add(to.Make(
            new TwinsCommand("release", "Gives an item back.", "twins reviews release 17-9f3c0a1b@acct-1"),
            async call => call.Show(await call.Client.Reviews.ReleaseAsync(call.Value(id), call.Cancellation), item => ReviewTables.Write(call, new ReviewsAnswer { Items = [item] })),
            id));
    }

    private static void AddVerb(Command reviews, CommandSet to, string verb, string text, string example)
    {
        var id = Inputs.Review();
        var goals = new Option<string>("--goals") { Description = "What it does for the account's own goals: serves, neutral or against.", HelpName = "WORD", Required = true }
            .OneOf("serves", "neutral", "against");
        var severity = new Option<string?>("--severity") { Description = "Of what was wrong: none (default), minor, major or severe.", HelpName = "WORD" }
            .OneOf("none", "minor", "major", "severe");
        var reason = new Option<string?>("--reason") { Description = "Why.", HelpName = "TEXT", Required = verb == "reject" };
        var category = new Option<string?>("--category") { Description = "What it was really about.", HelpName = "WORD" };
        var change = new Option<string?>("--change") { Description = "What was changed: style, fact, amount, commitment or tone.", HelpName = "KIND", Required = true }
            .OneOf("style", "fact", "amount", "commitment", "tone");
        var amount = new Option<decimal?>("--amount") { Description = "Another amount for the first act.", HelpName = "AMOUNT" };
        var draft = new Option<string?>("--draft") { Description = "Another text for the first act.", HelpName = "TEXT" };
        var due = new Option<DateOnly?>("--due") { Description = "Another day for the first act to promise.", HelpName = "DAY" };
        Symbol[] symbols = verb == "edit" ? [id, change, amount, draft, due, goals, severity, reason, category] : [id, goals, severity, reason, category];
        reviews.Add(to.Make(
            new TwinsCommand(verb, text, example),
            call => DecideAsync(
                call, call.Value(id),
                new ReviewBody
                {
                    Verb = verb,
                    Edit = verb == "edit" ? call.Value(change) : null,
                    Goals = call.Value(goals)!,
                    Severity = call.Value(severity) ?? "none",
                    Reason = call.Value(reason),
                    CorrectedCategory = call.Value(category),
                },
                verb == "edit" ? asked => Edited(asked, call.Value(amount), call.Value(draft), call.Value(due)) : null),
            symbols));
    }

    /// <summary>Takes the item first: that renews the lease of one that is held, and tells early that somebody else has it.</summary>
    private static async Task<int> DecideAsync(Call call, string id, ReviewBody review, Func<ActionBody[], ActionBody[]>? edit)
    {
        var claimed = await call.Client.Reviews.ClaimAsync(id, call.Cancellation);
        if (!claimed.IsOk)
            return call.Fail(claimed.Problem, claimed.Body);
        if (edit is not null)
            review = review with { Approved = edit([.. claimed.Value.Decision.Asked.Select(ActionBody.Of)]) };
        return call.Show(await call.Client.Reviews.DecideAsync(id, review, call.Cancellation), view => DecisionTables.Write(call, view));
    }

    private static ActionBody[] Edited(ActionBody[] asked, decimal? amount, string? draft, DateOnly? due) =>
        [.. asked.Select((act, index) => index > 0 ? act : act with { Amount = amount ?? act.Amount, Draft = draft ?? act.Draft, Due = due ?? act.Due })];
}
