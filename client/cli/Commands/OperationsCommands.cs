using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>For who runs the deployment.</summary>
internal static class OperationsCommands
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public static void AddTo(Command root, CommandSet to)
    {
        var ops = new TwinsCommand("ops", "The deployment: its state, its positions, the end of a silo. Takes an ops key.");
        ops.Add(to.Make(
            new TwinsCommand("status", "Whether the silo that answers is ready, part by part. Ends with 1 if it is not.", "twins ops status"),
            async call => call.Show(await call.Client.Operations.StatusAsync(call.Cancellation), answer => OperationsTables.Write(call, answer), answer => answer.Status == "ready")));
        ops.Add(to.Make(
            new TwinsCommand("positions", "How far each stream is durable, and how far behind its end.", "twins ops positions"),
            async call => call.Show(await call.Client.Operations.PositionsAsync(call.Cancellation), answer => OperationsTables.Write(call, answer))));
        var wait = new Option<int?>("--wait") { Description = "Waits so many seconds until nothing answers at the address any more, and ends with 1 if something does.", HelpName = "SECONDS" }.Within(0, 86_400);
        ops.Add(to.Make(
            new TwinsCommand("drain", "The silo that answers takes no more, writes its twins, commits its positions and ends.", "twins ops drain --url http://10.0.0.7:8080 --wait 60"),
            call => DrainAsync(call, call.Value(wait)),
            wait));
        root.Add(ops);
    }

    private static async Task<int> DrainAsync(Call call, int? wait)
    {
        var result = await call.Client.Operations.DrainAsync(call.Cancellation);
        var exit = call.Show(result, answer => call.Line($"{TableText.Clean(answer.Silo)} drains and ends."));
        if (exit != Exit.Ok || wait is not { } seconds)
            return exit;
        var (clock, title) = (call.Terminal.Clock, "Waiting for its end");
        var until = clock.GetUtcNow().AddSeconds(seconds);
        return await Progress.ShowAsync<string, int>(call, title, text => text, async show =>
        {
            while (clock.GetUtcNow() < until)
            {
                var state = await call.Client.Operations.StatusAsync(call.Cancellation);
                if (state.Problem?.Code == ApiProblem.Unreachable)
                    return Exit.Ok;
                show?.Invoke(state.Value is { } answer ? answer.Status : state.Problem!.Code);
                await Task.Delay(LookEvery, clock, call.Cancellation);
            }

            await call.Terminal.Error.WriteLineAsync("Something answers at this address still: another silo, or it is not done.");
            return Exit.Refused;
        });
    }
}
