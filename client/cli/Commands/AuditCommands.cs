using System.CommandLine;
using System.Text.Json;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>Proof that nothing was changed afterwards.</summary>
internal static class AuditCommands
{
    private const int PageSize = 500;

    /// <summary>Entries that a person scrolls through; an export has them all.</summary>
    private const int ShownMax = 1_000;

    public static void AddTo(Command root, CommandSet to)
    {
        var audit = new TwinsCommand("audit", "The append-only record of decisions, reviews and settings.");
        audit.Add(to.Make(
            new TwinsCommand("verify", "Computes every hash again; finds any change, gap or reorder, and ends with 1 then.", "twins audit verify"),
            async call =>
            {
                var result = await Progress.ShowAsync<AuditLine, ApiResult<AuditLine>>(
                    call, "Reading the ledger",
                    line => $"{line.Roots:N0} roots, {line.Chains:N0} chains, {line.Entries:N0} entries",
                    each => call.Client.Audit.VerifyAsync(each, call.Cancellation));
                return call.Show(result, line => AuditTables.Write(call, line), line => line.IsSound == true);
            }));
        AddRoot(audit, to);
        AddLog(audit, to);
        AddExport(audit, to);
        root.Add(audit);
    }

    private static void AddRoot(Command audit, CommandSet to)
    {
        var number = new Option<long?>("--number") { Description = "The root of this number; left out: the newest.", HelpName = "N" };
        audit.Add(to.Make(
            new TwinsCommand("root", "The hash over all chains of the ledger, to keep elsewhere or to hold against one that was kept; ends with 1 when there is none.", "twins audit root", "twins audit root --number 7 --json"),
            async call => call.Show(await call.Client.Audit.RootAsync(call.Value(number), call.Cancellation), answer => AuditTables.Write(call, answer), answer => answer.Root is not null),
            number));
    }

    private static void AddLog(Command audit, CommandSet to)
    {
        var (account, chain, since) = (Account(), Chain(), Since());
        audit.Add(to.Make(
            new TwinsCommand(
                "log", "What was appended to a chain, the newest last, 1,000 at most; with --json the entries as they are stored.",
                "twins audit log --account acct-1 --since 30d", "twins audit log --json", "twins audit log --chain keys"),
            call => OverAsync(call, call.Value(since), async from =>
            {
                var newest = new Queue<AuditEntry>();
                var result = await Progress.ShowAsync<long, ApiResult<AuditEntriesAnswer>>(call, "Reading the chain", number => $"entry {number:N0}", show => ReadAsync(call, call.Value(account), call.Value(chain), from, entry =>
                {
                    newest.Enqueue(entry);
                    if (newest.Count > ShownMax)
                        newest.Dequeue();
                    show?.Invoke(entry.Number);
                    return Task.CompletedTask;
                }));
                if (!result.IsOk)
                    return call.Fail(result.Problem, result.Body);
                if (call.IsJson)
                    call.WriteJson(result.Value with { Entries = [.. newest] }, ClientJson.Default.AuditEntriesAnswer);
                else
                    AuditTables.Write(call, newest);
                return Exit.Ok;
            }),
            account, chain, since));
    }

    private static void AddExport(Command audit, CommandSet to)
    {
        var (account, chain, since) = (Account(), Chain(), Since());
        var file = new Option<FileInfo>("--out") { Description = "Where to write it. A file that is there is replaced, once the export is whole.", HelpName = "FILE", Required = true };
        audit.Add(to.Make(
            new TwinsCommand("export", "Writes a chain as JSON lines: number, time, kind, hash, body as it is stored.", "twins audit export --account acct-1 --out acct-1.jsonl"),
            call => OverAsync(call, call.Value(since), from => ExportAsync(call, call.Value(account), call.Value(chain), from, call.Value(file)!)),
            account, chain, since, file));
    }

    private static async Task<int> ExportAsync(Call call, string? account, string? chain, DateTimeOffset from, FileInfo target)
    {
        var count = 0L;
        var result = await WholeFile.WriteAsync(target, writer => Progress.ShowAsync<long, ApiResult<AuditEntriesAnswer>>(
            call, "Writing", entries => $"{entries:N0} entries", show => ReadAsync(call, account, chain, from, async entry =>
            {
                await writer.WriteLineAsync(JsonSerializer.Serialize(entry, ClientJson.Default.AuditEntry));
                count++;
                show?.Invoke(count);
            })));
        if (!result.IsOk)
            return call.Fail(result.Problem, result.Body);
        if (call.IsJson)
            call.WriteJson(result.Value with { Entries = [] }, ClientJson.Default.AuditEntriesAnswer);
        else
            call.Line(FormattableString.Invariant($"{count:N0} entries in {target.FullName}"));
        return Exit.Ok;
    }

    /// <summary>Page by page to the end of the chain as it is now; the last page is the result.</summary>
    private static async Task<ApiResult<AuditEntriesAnswer>> ReadAsync(Call call, string? account, string? chain, DateTimeOffset from, Func<AuditEntry, Task> take)
    {
        for (var after = 0L; ;)
        {
            var page = await call.Client.Audit.EntriesAsync(account, after, PageSize, chain, call.Cancellation);
            if (!page.IsOk)
                return page;
            foreach (var entry in page.Value.Entries.Where(entry => entry.At >= from))
                await take(entry);
            if (!page.Value.HasMore)
                return page;
            after = page.Value.Next;
        }
    }

    private static Task<int> OverAsync(Call call, string? since, Func<DateTimeOffset, Task<int>> run) => since is null
        ? run(DateTimeOffset.MinValue)
        : Inputs.DaysIn(since) is { } days ? run(call.Terminal.Clock.GetUtcNow().AddDays(-days)) : Task.FromResult(call.Misused("--since: days such as 30d, 1 to 366."));

    private static Option<string?> Account() => new("--account") { Description = "Whose chain; left out: one of the tenant's own.", HelpName = "ID" };

    private static Option<string?> Chain() => new Option<string?>("--chain")
    {
        Description = "Which of the tenant's own: settings (playbooks, switches and latitudes), lessons, or keys (what was done to keys; takes an admin's key); left out: settings.",
    }.OneOf("settings", "lessons", "keys");

    private static Option<string?> Since() => new("--since") { Description = "How far back, in days; left out: all.", HelpName = "DAYS" };
}
