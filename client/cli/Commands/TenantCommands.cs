using System.CommandLine;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>Tenants; for who runs the deployment.</summary>
internal static class TenantCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var tenants = new TwinsCommand("tenants", "The deployment's tenants. Takes an admin key of the tenant that runs it.");
        var name = new Argument<string>("name") { Description = "1 to 128 characters without '/': what its signals and tokens name." };
        var keyName = new Option<string?>("--key-name") { Description = "What the key is called, and signs with; \"first key\" if left out.", HelpName = "NAME" };
        tenants.Add(to.Make(
            new TwinsCommand(
                "add", "A tenant's first admin key. Its text is shown this once; with it the tenant makes the others.", "twins tenants add acme", "twins tenants add acme --key-name ann"),
            async call => call.Show(
                await call.Client.Tenants.AddAsync(new TenantBody { Tenant = call.Value(name), Name = call.Value(keyName) }, call.Cancellation),
                key => call.Line(key.Key!)),
            name, keyName));
        root.Add(tenants);
    }
}
