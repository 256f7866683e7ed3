using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;
using AccountTwins.Client.Operations;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>Messages that could not be used.</summary>
internal static class DeadLetterCommands
{
    private const int PageSize = 200;

    /// <summary>Of one run; the next one finds the others.</summary>
    private const int AtOnceMax = 100_000;

    public static void AddTo(Command root, CommandSet to)
    {
        var letters = new TwinsCommand("dead-letters", "Messages that could not be used: listed, sent again, and settled. Takes an ops key.");
        AddList(letters, to);
        AddReplay(letters, to);
        AddSettle(letters, to);
        root.Add(letters);
    }

    private static (Option<string?> Reason, Option<string?> Topic, Option<string?> Stage) Filters() => (
        new Option<string?>("--reason") { Description = "Of this code alone.", HelpName = "CODE" },
        new Option<string?>("--topic") { Description = "From this topic alone.", HelpName = "TOPIC" },
        new Option<string?>("--stage") { Description = "Of this stage alone.", HelpName = "STAGE" });

    private static void AddList(Command letters, CommandSet to)
    {
        var (reason, topic, stage) = Filters();
        var limit = new Option<int?>("--limit") { Description = "1 to 200; 50 where it is left out.", HelpName = "COUNT" };
        var oldest = new Option<bool>("--oldest") { Description = "From the beginning, page by page; else the newest." };
        var cursor = new Option<string?>("--cursor") { Description = "As the page before shows it; with --oldest.", HelpName = "CURSOR" };
        letters.Add(to.Make(
            new TwinsCommand("list", "Where they came from, and why.", "twins dead-letters list --reason unknown_type", "twins dead-letters list --oldest --limit 200"),
            async call => call.Show(
                await call.Client.DeadLetters.ListAsync(
                    new DeadLettersQuery
                    {
                        Reason = call.Value(reason),
                        Topic = call.Value(topic),
                        Stage = call.Value(stage),
                        Limit = call.Value(limit),
                        IsOldestFirst = call.Value(oldest) || call.Value(cursor) is not null,
                        Cursor = call.Value(cursor),
                    },
                    call.Cancellation),
                answer => OperationsTables.Write(call, answer)),
            reason, topic, stage, limit, oldest, cursor));
    }

    private static void AddReplay(Command letters, CommandSet to)
    {
        var ids = new Argument<string[]>("ids") { Description = "As twins dead-letters list shows them.", Arity = ArgumentArity.ZeroOrMore };
        var (reason, topic, stage) = Filters();
        var all = new Option<bool>("--all") { Description = "All that there are now, or all that the filters leave." };
        letters.Add(to.Make(
            new TwinsCommand(
                "replay", "Sends letters to the topics they came from, once the cause is gone; what counted already counts no second time. Ends with 1 if some could not be sent.",
                "twins dead-letters replay 0:17 0:18", "twins dead-letters replay --all --reason apply_failed"),
            call => call.Value(all) == (call.Maybe(ids) is { Length: > 0 })
                ? Task.FromResult(call.Misused("Either ids or --all."))
                : ReplayAsync(call, call.Maybe(ids)!, new DeadLettersQuery { IsOldestFirst = true, Limit = PageSize, Reason = call.Value(reason), Topic = call.Value(topic), Stage = call.Value(stage) }),
            ids, all, reason, topic, stage));
    }

    private static void AddSettle(Command letters, CommandSet to)
    {
        var account = Inputs.Account();
        var reason = Inputs.Reason();
        var signals = new Option<long?>("--signals") { Description = "How many letters that is about; with more of them nothing is settled.", HelpName = "COUNT" };
        letters.Add(to.Make(
            new TwinsCommand(
                "settle", "An account's letters were played again and counted, or need not be: its verdicts no longer wait for that.",
                "twins dead-letters settle acct-1 --reason 'row repaired, 12 letters replayed' --signals 12"),
            async call => call.Show(
                await call.Client.DeadLetters.SettleAsync(call.Value(account), call.Value(reason)!, call.Value(signals), call.Cancellation),
                view => call.Line($"Settled: {view.Signals} put aside since {TableText.Of(view.Since)} ({view.Code}).")),
            account, reason, signals));
    }

    private static async Task<int> ReplayAsync(Call call, string[] ids, DeadLettersQuery query)
    {
        var sum = new ReplayLettersAnswer(0, 0, 0);
        ApiProblem? problem = null;
        if (ids.Length == 0)
            (ids, problem) = await Progress.ShowAsync<int, (string[], ApiProblem?)>(call, "Looking", count => $"{count:N0} found", show => AllAsync(call, query, show));
        if (problem is null && ids.Length > 0)
        {
            problem = await Progress.BarAsync(call, "Sending", async show =>
            {
                foreach (var (page, index) in ids.Chunk(PageSize).Select((page, index) => (page, index)))
                {
                    var result = await call.Client.DeadLetters.ReplayAsync(page, call.Cancellation);
                    if (!result.IsOk)
                        return result.Problem;
                    sum = new ReplayLettersAnswer(sum.Replayed + result.Value.Replayed, sum.Cut + result.Value.Cut, sum.Unknown + result.Value.Unknown);
                    show((index + 1.0) * PageSize / ids.Length);
                }

                return (ApiProblem?)null;
            });
        }

        // One answer for a program: the problem, with what had been done before it.
        if (problem is not null && call.IsJson)
            return call.Fail(problem with { Detail = FormattableString.Invariant($"{problem.Detail} {sum.Replayed} were sent again before.").TrimStart() });
        if (call.IsJson)
            call.WriteJson(sum, ClientJson.Default.ReplayLettersAnswer);
        else
            call.Line(FormattableString.Invariant($"{sum.Replayed} sent again, {sum.Cut} too large to have been kept, {sum.Unknown} unknown."));
        return problem is not null ? call.Fail(problem) : sum.Cut + sum.Unknown == 0 ? Exit.Ok : Exit.Refused;
    }

    /// <summary>All ids before the first is sent: what is still wrong comes back as a new letter, and would go round for ever.</summary>
    private static async Task<(string[] Ids, ApiProblem? Problem)> AllAsync(Call call, DeadLettersQuery query, Action<int>? show)
    {
        var ids = new List<string>();
        do
        {
            var result = await call.Client.DeadLetters.ListAsync(query, call.Cancellation);
            if (!result.IsOk)
                return ([], result.Problem);
            ids.AddRange(result.Value.Letters.Select(letter => letter.Id));
            show?.Invoke(ids.Count);
            query = query with { Cursor = result.Value.Next };
        }
        while (query.Cursor is not null && ids.Count < AtOnceMax);
        return ([.. ids], null);
    }
}
