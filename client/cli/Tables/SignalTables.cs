using AccountTwins.Cli.Signals;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>What became of signals: counts, and each that was not taken by its line.</summary>
internal static class SignalTables
{
    public static void Write(Call call, SignalRun run)
    {
        if (call.IsJson)
        {
            call.WriteJson(
                new SignalsAnswer
                {
                    Accepted = (int)run.Accepted,
                    Repeated = (int)run.Repeated,
                    Rejected = (int)run.Rejected,
                    Results = Faults(run),
                },
                ClientJson.Default.SignalsAnswer);
            return;
        }

        if (run.Faults.Count > 0)
            call.Write(["line", "code", "why"], run.Faults.Select(fault => new object?[] { fault.Place, fault.Result.Code, fault.Result.Message }));
        call.Line(Counts(run));
    }

    public static string Counts(SignalRun run) => FormattableString.Invariant($"{run.Accepted} accepted, {run.Repeated} repeated, {run.Rejected} rejected.");

    public static SignalResult[] Faults(SignalRun run) => [.. run.Faults.Select(fault => fault.Result with { Index = fault.Place })];
}
