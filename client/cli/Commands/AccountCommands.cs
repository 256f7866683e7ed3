using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>What is known of an account, and how far an agent may go with it.</summary>
internal static class AccountCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        AddContext(root, to);
        AddLatitude(root, to);
        AddOverride(root, to);
    }

    private static void AddContext(Command root, CommandSet to)
    {
        var account = Inputs.Account();
        var prompt = new Option<bool>("--prompt") { Description = "The Markdown that a model gets." };
        var contact = new Option<string?>("--contact") { Description = "E-mail of whom the agent talks to; with --prompt.", HelpName = "EMAIL" };
        var staleness = new Option<int?>("--max-staleness") { Description = "Seconds that the feeds may be old.", HelpName = "SECONDS" };
        root.Add(to.Make(
            new TwinsCommand("context", "What an agent reads before it acts.", "twins context acct-1", "twins context acct-1 --prompt --contact ines@northwind.example"),
            async call => call.Value(prompt)
                ? call.Show(await call.Client.Accounts.PromptAsync(call.Value(account), call.Value(contact), call.Value(staleness), call.Cancellation), call.Line)
                : call.Show(await call.Client.Accounts.ContextAsync(call.Value(account), call.Value(staleness), call.Cancellation), view => AccountTables.Write(call, view)),
            account, prompt, contact, staleness));
    }

    private static void AddLatitude(Command root, CommandSet to)
    {
        var account = Inputs.Account();
        var release = new Option<string?>("--release") { Description = "The agent release that is meant.", HelpName = "RELEASE" };
        root.Add(to.Make(
            new TwinsCommand("latitude", "How far an agent may go with an account, action by action.", "twins latitude acct-1 --release support-7"),
            async call => call.Show(
                await call.Client.Accounts.LatitudeAsync(call.Value(account), call.Value(release), call.Cancellation), view => AccountTables.Write(call, view)),
            account, release));
    }

    private static void AddOverride(Command root, CommandSet to)
    {
        var account = Inputs.Account();
        var step = new Argument<string>("step") { Description = "tighten, loosen, lift-tightening or lift-loosening." }
            .OneOf("tighten", "loosen", "lift-tightening", "lift-loosening");
        var latitude = new Option<Latitude?>("--to") { Description = "suspended, diagnostic, supervised, bounded or full.", HelpName = "LATITUDE" };
        var reason = new Option<string?>("--reason") { Description = "Why.", HelpName = "TEXT" };
        var days = new Option<int?>("--days") { Description = "How long it holds: at most 30 to loosen, 366 to tighten.", HelpName = "DAYS" }.Within(1, 366);
        root.Add(to.Make(
            new TwinsCommand(
                "override", "A ceiling for one account at once, or a wider cell with a second person.",
                "twins override acct-1 tighten --to diagnostic --reason 'lawyers involved' --days 14", "twins override acct-1 lift-tightening --reason 'settled'"),
            async call => call.Show(
                await call.Client.Accounts.OverrideAsync(
                    call.Value(account),
                    new OverrideBody
                    {
                        Step = call.Value(step).Replace('-', '_'),
                        Latitude = call.Value(latitude),
                        Reason = call.Value(reason),
                        ExpiresAt = call.Value(days) is { } count ? call.Terminal.Clock.GetUtcNow().AddDays(count) : null,
                    },
                    call.Cancellation),
                view => AccountTables.Write(call, view)),
            account, step, latitude, reason, days));
    }
}
