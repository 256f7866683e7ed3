using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>The tenant's API keys; takes an admin key.</summary>
internal static class KeyCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var keys = new TwinsCommand("keys", "API keys of the tenant. A key's name signs what is done with it.");
        var name = new Argument<string>("name") { Description = "Unique among the live keys." };
        var scopes = new Option<string[]>("--scope") { Description = "agent, signals, reviewer, lead, executive, reader, ops, admin; one or several.", HelpName = "SCOPE", Required = true, AllowMultipleArgumentsPerToken = true }
            .OneOf("agent", "signals", "reviewer", "lead", "executive", "reader", "ops", "admin");
        var days = new Option<int?>("--days") { Description = "How long it works, a hundred years at most; left out: until it is revoked.", HelpName = "DAYS" }.Within(1, 36_500);
        keys.Add(to.Make(
            new TwinsCommand("create", "A new key. Its text is shown this once.", "twins keys create support-bot --scope agent", "twins keys create ines --scope reviewer lead --days 90"),
            async call => call.Show(
                await call.Client.Keys.CreateAsync(
                    new KeyBody
                    {
                        Name = call.Value(name),
                        Scopes = call.Value(scopes)!,
                        ExpiresAt = call.Value(days) is { } count ? call.Terminal.Clock.GetUtcNow().AddDays(count) : null,
                    },
                    call.Cancellation),
                key => call.Line(key.Key!)),
            name, scopes, days));
        keys.Add(to.Make(
            new TwinsCommand("list", "Names, scopes and ends; never secrets.", "twins keys list"),
            async call => call.Show(await call.Client.Keys.ListAsync(call.Cancellation), answer => KeyTables.Write(call, answer))));

        var id = new Argument<string>("id") { Description = "As twins keys list shows it." };
        keys.Add(to.Make(
            new TwinsCommand("revoke", "Ends a key within ten seconds.", "twins keys revoke 3f9c2a7b10de"),
            async call => call.Show(await call.Client.Keys.RevokeAsync(call.Value(id), call.Cancellation), key => call.Line($"Revoked: {key.Name}")),
            id));

        var overlap = Inputs.Overlap("Hours for which the secret before works too, up to 720, 24 if left out; 0 ends it now.");
        var lost = new Option<bool>("--lost") { Description = "The newest text never arrived: it ends now, and the one before stays as long as it was to." };
        var repeat = new Option<string?>("--idempotency-key") { Description = "The same as last time: nothing is changed.", HelpName = "TEXT" };
        keys.Add(to.Make(
            new TwinsCommand(
                "rotate", "A new secret, shown this once; the one before works on for a time.",
                "twins keys rotate 3f9c2a7b10de", "twins keys rotate 3f9c2a7b10de --overlap 1", "twins keys rotate 3f9c2a7b10de --overlap 0"),
            async call => call.Show(
                await call.Client.Keys.RotateAsync(
                    call.Value(id),
                    new RotateKeyBody
                    {
                        OverlapSeconds = Inputs.SecondsOf(call.Value(overlap)),
                        Lost = call.Value(lost),
                        IdempotencyKey = call.Value(repeat),
                        ExpiresAt = call.Value(days) is { } count ? call.Terminal.Clock.GetUtcNow().AddDays(count) : null,
                    },
                    call.Cancellation),
                key => KeyTables.WriteRotated(call, key)),
            id, overlap, lost, repeat, days));
        root.Add(keys);
    }
}
