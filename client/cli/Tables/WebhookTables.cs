using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>Webhooks for people.</summary>
internal static class WebhookTables
{
    public static void Write(Call call, WebhooksAnswer answer) =>
        call.Write(["id", "url", "kinds", "sends", "took", "skipped", "failing since", "disabled", "why"], answer.Webhooks.Select(one => new object?[]
        {
            one.Id, one.Url, one.Kinds.Length == 0 ? "all" : one.Kinds, one.IsActive, one.Sequence, one.Skipped, one.FailingSince, one.DisabledAt, one.DisabledBecause,
        }));

    public static void Write(Call call, WebhookTrial trial) => call.Line(
        trial.Status is { } status
            ? FormattableString.Invariant($"{(trial.IsTaken ? "Taken" : "Not taken")}: {status} after {trial.Milliseconds} ms, {trial.Id}.")
            : FormattableString.Invariant($"No answer within {trial.Milliseconds} ms, or the address may not be reached."));
}
