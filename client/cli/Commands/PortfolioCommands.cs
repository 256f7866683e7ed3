using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Accounts;

namespace AccountTwins.Cli.Commands;

/// <summary>Accounts of the tenant: which there are, and what happened to one.</summary>
internal static class PortfolioCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var accounts = new TwinsCommand("accounts", "Accounts: which there are, whose an identifier is, and what happened.");
        AddList(accounts, to);
        AddGet(accounts, to);
        AddResolve(accounts, to);
        AddTimeline(accounts, to);
        root.Add(accounts);
    }

    private static void AddList(Command accounts, CommandSet to)
    {
        var text = new Argument<string?>("text") { Description = "Part of the name.", Arity = ArgumentArity.ZeroOrOne };
        var segment = new Option<string?>("--segment") { Description = "Of one segment.", HelpName = "SEGMENT" };
        var band = new Option<string?>("--band") { Description = "healthy, watch, at_risk or unknown.", HelpName = "BAND" }.OneOf("healthy", "watch", "at_risk", "unknown");
        var owner = new Option<string?>("--owner") { Description = "Whose accounts.", HelpName = "NAME" };
        var flagged = new Option<bool?>("--flagged") { Description = "With an open risk flag; --flagged false: without.", HelpName = "true|false" };
        var renewal = new Option<DateOnly?>("--renewal-before") { Description = "That renew before this day.", HelpName = "YYYY-MM-DD" };
        var sort = new Option<string?>("--sort") { Description = "name (default), renewal, arr, band or flagged.", HelpName = "COLUMN" }.OneOf("name", "renewal", "arr", "band", "flagged");
        var limit = new Option<int?>("--limit") { Description = "1 to 200; 50 where it is left out.", HelpName = "COUNT" };
        var cursor = new Option<string?>("--cursor") { Description = "As the page before shows it.", HelpName = "CURSOR" };
        accounts.Add(to.Make(
            new TwinsCommand("list", "Accounts as they were stored at their last checkpoint.", "twins accounts list --band at_risk --sort renewal", "twins accounts list logistics --flagged"),
            async call => call.Show(
                await call.Client.Accounts.ListAsync(
                    new PortfolioQuery
                    {
                        Text = call.Maybe(text),
                        Segment = call.Value(segment),
                        Band = call.Value(band),
                        Owner = call.Value(owner),
                        IsFlagged = call.Value(flagged),
                        RenewalBefore = call.Value(renewal),
                        Sort = call.Value(sort),
                        Limit = call.Value(limit),
                        Cursor = call.Value(cursor),
                    },
                    call.Cancellation),
                answer => PortfolioTables.Write(call, answer)),
            text, segment, band, owner, flagged, renewal, sort, limit, cursor));
    }

    private static void AddGet(Command accounts, CommandSet to)
    {
        var account = Inputs.Account();
        accounts.Add(to.Make(
            new TwinsCommand("get", "One account as its twin holds it now.", "twins accounts get acct-1"),
            async call => call.Show(await call.Client.Accounts.ReadAsync(call.Value(account), call.Cancellation), view => AccountTables.Write(call, view)),
            account));
    }

    private static void AddResolve(Command accounts, CommandSet to)
    {
        var kind = new Argument<string>("kind") { Description = "contact (an e-mail address), domain, ticket or external (system:id)." }.OneOf("contact", "domain", "ticket", "external");
        var identifier = new Argument<string>("identifier") { Description = "It must match exactly." };
        accounts.Add(to.Make(
            new TwinsCommand("resolve", "The one account behind an identifier; ends with 1 where there is none, or more than one.", "twins accounts resolve contact kim@acme.example"),
            async call => call.Show(await call.Client.Accounts.ResolveAsync(call.Value(kind), call.Value(identifier), call.Cancellation), answer => call.Line(TableText.Clean(answer.Account))),
            kind, identifier));
    }

    private static void AddTimeline(Command accounts, CommandSet to)
    {
        var account = Inputs.Account();
        accounts.Add(to.Make(
            new TwinsCommand("timeline", "What happened to an account, the newest first.", "twins accounts timeline acct-1"),
            async call => call.Show(await call.Client.Accounts.TimelineAsync(call.Value(account), call.Cancellation), view => PortfolioTables.Write(call, view.Entries)),
            account));
    }
}
