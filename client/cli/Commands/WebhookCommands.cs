using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>Where changes are sent to; takes an admin key.</summary>
internal static class WebhookCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var webhooks = new TwinsCommand("webhooks", "Addresses that changes are sent to, signed by Standard Webhooks.");
        webhooks.Add(to.Make(
            new TwinsCommand("list", "Each with how it does: what it took last, since when it fails.", "twins webhooks list"),
            async call => call.Show(await call.Client.Webhooks.ListAsync(call.Cancellation), answer => WebhookTables.Write(call, answer))));

        var url = new Argument<string>("url") { Description = "https, and outside of private networks." };
        var kinds = new Option<string[]>("--kind") { Description = "Only these kinds of change; one or several.", HelpName = "KIND", AllowMultipleArgumentsPerToken = true }.OneOf(ChangeCommands.Kinds);
        webhooks.Add(to.Make(
            new TwinsCommand(
                "add", "A new one, from the next change on. Its secret is shown this once.",
                "twins webhooks add https://example.com/hook", "twins webhooks add https://example.com/hook --kind flag_opened flag_closed"),
            async call => call.Show(
                await call.Client.Webhooks.CreateAsync(new WebhookBody { Url = call.Value(url), Kinds = call.Value(kinds) }, call.Cancellation),
                made => WriteSecret(call, made)),
            url, kinds));
        AddRotate(webhooks, to);
        AddChange(webhooks, to, "enable", "Sends again, from where it stopped.", (call, id) => call.Client.Webhooks.EnableAsync(id, call.Cancellation), Line("Sends: "));
        AddChange(webhooks, to, "disable", "Sends nothing until it is enabled.", (call, id) => call.Client.Webhooks.DisableAsync(id, call.Cancellation), Line("Disabled: "));
        AddChange(webhooks, to, "remove", "Ends it for good.", (call, id) => call.Client.Webhooks.DeleteAsync(id, call.Cancellation), Line("Removed: "));

        var id = Id();
        webhooks.Add(to.Make(
            new TwinsCommand("test", "Sends one signed trial event now, and says how the receiver answered. Ends with 1 if it did not take it.", "twins webhooks test wh_6f0e2a9c51d3b874"),
            async call => call.Show(await call.Client.Webhooks.TestAsync(call.Value(id), call.Cancellation), trial => WebhookTables.Write(call, trial), trial => trial.IsTaken),
            id));
        root.Add(webhooks);
    }

    private static void AddRotate(Command webhooks, CommandSet to)
    {
        var id = Id();
        var overlap = Inputs.Overlap("Hours for which the secret before signs too, up to 720, a day if left out; 0 ends all others now.");
        webhooks.Add(to.Make(
            new TwinsCommand(
                "rotate", "A new secret, shown this once; the one before signs on for a time.",
                "twins webhooks rotate wh_6f0e2a9c51d3b874", "twins webhooks rotate wh_6f0e2a9c51d3b874 --overlap 0"),
            async call => call.Show(
                await call.Client.Webhooks.RotateAsync(
                    call.Value(id), new RotateWebhookBody { OverlapSeconds = Inputs.SecondsOf(call.Value(overlap)) }, call.Cancellation),
                view => WriteSecret(call, view)),
            id, overlap));
    }

    private static void AddChange(Command webhooks, CommandSet to, string name, string text, Func<Call, string, Task<ApiResult<WebhookView>>> change, Action<Call, WebhookView> show)
    {
        var id = Id();
        webhooks.Add(to.Make(
            new TwinsCommand(name, text, $"twins webhooks {name} wh_6f0e2a9c51d3b874"),
            async call => call.Show(await change(call, call.Value(id)), view => show(call, view)),
            id));
    }

    private static Argument<string> Id() => new("id") { Description = "As twins webhooks list shows it." };

    private static Action<Call, WebhookView> Line(string text) => (call, view) => call.Line(text + TableText.Clean(view.Url));

    /// <summary>The id for people, the secret alone for scripts.</summary>
    private static void WriteSecret(Call call, WebhookView view)
    {
        call.Terminal.Error.WriteLine(view.Id);
        call.Line(view.Secret!);
    }
}
