using System.CommandLine;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;
using AccountTwins.Client.Reviews;

namespace AccountTwins.Cli.Commands;

/// <summary>Reviews as an evaluation set.</summary>
internal static class ExportCommand
{
    public static void AddTo(Command reviews, CommandSet to)
    {
        var since = new Option<string?>("--since") { Description = "How far back, in days; left out: all.", HelpName = "DAYS" };
        var file = new Option<FileInfo?>("--out") { Description = "Where to write it; left out: here. A file that is there is replaced, once the export is whole.", HelpName = "FILE" };
        reviews.Add(to.Make(
            new TwinsCommand("export", "Writes reviews as JSON lines: input, draft, final, judgement, reason, release. No person is named.", "twins reviews export --since 30d --out reviews.jsonl"),
            async call =>
            {
                DateTimeOffset? from = null;
                if (call.Value(since) is { } text)
                {
                    if (Inputs.DaysIn(text) is not { } days)
                        return call.Misused("--since: days such as 30d, 1 to 366.");
                    from = call.Terminal.Clock.GetUtcNow().AddDays(-days);
                }

                return call.Value(file) is { } target ? await ToFileAsync(call, from, target) : await ToOutputAsync(call, from);
            },
            since, file));
    }

    private static async Task<int> ToOutputAsync(Call call, DateTimeOffset? since)
    {
        var result = await call.Client.Reviews.ExportAsync(since, (_, text) => call.Terminal.Output.WriteLineAsync(text), call.Cancellation);
        return result.IsOk ? Exit.Ok : call.Fail(result.Problem, result.Body);
    }

    private static async Task<int> ToFileAsync(Call call, DateTimeOffset? since, FileInfo target)
    {
        var result = await WholeFile.WriteAsync(target, writer => Progress.BarAsync(call, "Reviews", share => WriteAsync(call, since, writer, share)));
        if (!result.IsOk)
            return call.Fail(result.Problem, result.Body);
        call.Line(FormattableString.Invariant($"{result.Value.Reviews:N0} reviews in {target.FullName}"));
        return Exit.Ok;
    }

    /// <summary>They come by time, so time tells how far it is.</summary>
    private static Task<ApiResult<ReviewExportEnd>> WriteAsync(Call call, DateTimeOffset? since, StreamWriter writer, Action<double> share)
    {
        var (first, now) = (since, call.Terminal.Clock.GetUtcNow());
        return call.Client.Reviews.ExportAsync(
            since,
            (line, text) =>
            {
                first ??= line.ReviewedAt;
                share((line.ReviewedAt - first.Value) / TimeSpan.FromTicks(Math.Max(1, (now - first.Value).Ticks)));
                return writer.WriteLineAsync(text);
            },
            call.Cancellation);
    }
}
