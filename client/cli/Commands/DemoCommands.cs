using System.CommandLine;
using System.Globalization;
using AccountTwins.Cli.Demo;
using AccountTwins.Cli.Terminals;

namespace AccountTwins.Cli.Commands;

/// <summary>Things to watch.</summary>
internal static class DemoCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var demo = new TwinsCommand("demo", "The service at work, with real answers. Makes its own accounts (demo-…) and keys in the tenant of the key, which must be an admin key.");
        demo.Add(to.Make(
            new TwinsCommand(
                "governance", "An agent asks before it acts: allowed, approved, held back by a silent feed, and reined in by what reviewers say. Takes about a minute; ends with 1 if anything came out otherwise than told.",
                "twins demo governance"),
            RunAsync));
        root.Add(demo);
    }

    private static async Task<int> RunAsync(Call call)
    {
        var now = call.Terminal.Clock.GetUtcNow();
        var run = now.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
        try
        {
            await using var keys = await DemoKeys.CreateAsync(call, call.Address);
            var demo = new GovernanceDemo(call, keys, new DemoAccounts(now, run), run);
            await demo.RunAsync();
            call.Line();
            call.Line(demo.Surprises == 0 ? "All as told." : string.Create(CultureInfo.InvariantCulture, $"{demo.Surprises} of the steps came out otherwise than told."));
            return demo.Surprises == 0 ? Exit.Ok : Exit.Refused;
        }
        catch (DemoStopped stopped)
        {
            await call.Terminal.Error.WriteLineAsync(stopped.Message);
            return stopped.Problem.Status == 0 ? Exit.Unreachable : Exit.Refused;
        }
    }
}
