using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>Incidents that span accounts.</summary>
internal static class IncidentCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var incidents = new TwinsCommand("incidents", "Incidents that span accounts: found in the tickets, or declared.");
        incidents.Add(to.Make(
            new TwinsCommand("list", "What is open, with what it was found by, and the last that are over.", "twins incidents list"),
            async call => call.Show(await call.Client.Incidents.ListAsync(call.Cancellation), answer => IncidentTables.Write(call, answer))));

        var (name, category, integration, product, reason) = (
            new Argument<string>("name") { Description = "What it is called from now on." },
            Of("--category", "Only accounts with an open ticket of this category, and requests about it."),
            Of("--integration", "Only accounts that have this integration."),
            Of("--product", "Only accounts under contract for this product."),
            Inputs.Reason());
        incidents.Add(to.Make(
            new TwinsCommand(
                "declare", "Tells of an incident; without an option it concerns every account.",
                "twins incidents declare 'exports down' --category export --reason 'region eu-1 is out'"),
            async call => call.Show(
                await call.Client.Incidents.DeclareAsync(
                    new IncidentBody
                    {
                        Name = call.Value(name),
                        Category = call.Value(category),
                        Integration = call.Value(integration),
                        Product = call.Value(product),
                        Reason = call.Value(reason)!,
                    },
                    call.Cancellation),
                answer => IncidentTables.Write(call, answer)),
            name, category, integration, product, reason));

        var (open, why) = (new Argument<string>("name") { Description = "As twins incidents list shows it." }, Inputs.Reason());
        incidents.Add(to.Make(
            new TwinsCommand("close", "It is over. One that was found is not opened again for a while.", "twins incidents close category:export --reason 'mended at 14:05'"),
            async call => call.Show(
                await call.Client.Incidents.EndAsync(new NamedBody { Name = call.Value(open), Reason = call.Value(why)! }, call.Cancellation),
                answer => IncidentTables.Write(call, answer)),
            open, why));
        root.Add(incidents);
    }

    private static Option<string?> Of(string name, string text) => new(name) { Description = text, HelpName = "NAME" };
}
