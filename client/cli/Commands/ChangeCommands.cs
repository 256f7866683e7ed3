using System.CommandLine;
using System.Text;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Changes;

namespace AccountTwins.Cli.Commands;

/// <summary>What happens to accounts, watched as it happens.</summary>
internal static class ChangeCommands
{
    /// <summary>As docs/changes.md lists them; a test compares.</summary>
    public static readonly string[] Kinds = ["score_band_crossed", "flag_opened", "flag_closed", "latitude_changed", "latitude_overridden", "handed_over", "review_awaited", "review_done"];

    public static void AddTo(Command root, CommandSet to)
    {
        var changes = new TwinsCommand("changes", "What happens to accounts: flags, score bands, latitude, reviews. Takes a reader, reviewer or agent key.");
        var account = new Option<string?>("--account") { Description = "Only of this account.", HelpName = "ID" };
        var segment = new Option<string?>("--segment") { Description = "Only of accounts that were in this segment then.", HelpName = "NAME" };
        var kinds = new Option<string[]>("--kind") { Description = "Only these kinds; one or several.", HelpName = "KIND", AllowMultipleArgumentsPerToken = true }.OneOf(Kinds);
        var after = new Option<long?>("--after") { Description = "Begins behind this number; left out: with what comes from now on.", HelpName = "NUMBER" };
        var seconds = Inputs.Seconds();
        changes.Add(to.Make(
            new TwinsCommand(
                "tail", "Shows changes as they come. A lost connection is opened again behind the last one. With --json one CloudEvent a line.",
                "twins changes tail", "twins changes tail --kind flag_opened review_awaited --segment enterprise", "twins changes tail --account acct-1 --after 17 --json"),
            call => TailAsync(
                call,
                new ChangeQuery { Account = call.Value(account), Segment = call.Value(segment), Kinds = call.Value(kinds) ?? [], After = call.Value(after) },
                call.Value(seconds)),
            account, segment, kinds, after, seconds));
        root.Add(changes);
    }

    private static async Task<int> TailAsync(Call call, ChangeQuery query, int? seconds)
    {
        using var over = new CancellationTokenSource(seconds is { } count ? TimeSpan.FromSeconds(count) : Timeout.InfiniteTimeSpan, call.Terminal.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, call.Cancellation);
        try
        {
            await foreach (var item in call.Client.Changes.ReadAsync(query, either.Token))
            {
                switch (item)
                {
                    case ChangeItem.Told told:
                        call.Line(call.IsJson ? Encoding.UTF8.GetString(told.Body.Span) : ChangeTables.LineOf(told.Change));
                        break;
                    case ChangeItem.Interrupted broken:
                        await call.Terminal.Error.WriteLineAsync(FormattableString.Invariant($"{broken.Reason} Again in {broken.Pause.TotalSeconds:0.0} s, behind {broken.Cursor}."));
                        break;
                    case ChangeItem.Ended ended:
                        return call.Fail(ended.Reason);
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !call.Cancellation.IsCancellationRequested)
        {
            return Exit.Ok;
        }

        return Exit.Ok;
    }
}
