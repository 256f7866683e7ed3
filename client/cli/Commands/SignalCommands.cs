using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountTwins.Cli.Signals;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;
using AccountTwins.Client.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>Signals: sent, looked over, and watched as they arrive.</summary>
internal static class SignalCommands
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Between looks at an account where nothing happens.</summary>
    private static readonly TimeSpan LookEveryMax = TimeSpan.FromSeconds(15);

    public static void AddTo(Command root, CommandSet to)
    {
        var signals = new TwinsCommand("signals", "Signals (CloudEvents) over HTTP: sent, checked, watched.");
        AddSend(signals, to);
        AddValidate(signals, to);
        AddTail(signals, to);
        root.Add(signals);
    }

    private static Argument<string> Source() => new("file") { Description = "CloudEvents: one a line, or a JSON array; - is standard input." };

    private static void AddSend(Command signals, CommandSet to)
    {
        var file = Source();
        file.Arity = ArgumentArity.ZeroOrOne;
        var type = new Option<string?>("--type") { Description = "Instead of a file, one signal of this type.", HelpName = "TYPE" };
        var account = new Option<string?>("--account") { Description = "Whom it is about; with --type.", HelpName = "ID" };
        var data = new Option<string?>("--data") { Description = "Its data; with --type.", HelpName = "JSON" };
        signals.Add(to.Make(
            new TwinsCommand(
                "send", "Sends signals; durable when it ends. Sending them again is always safe. Ends with 1 if some were not taken.",
                "twins signals send events.jsonl", "cat events.jsonl | twins signals send -", "twins signals send --type usage.activity.v1 --account acct-1 --data '{\"sessions\":3}'"),
            async call =>
            {
                if (call.Value(type) is { } one)
                    return MakeOne(call, one, call.Value(account), call.Value(data)) is { } made ? await RunAsync(call, "Sending", [(1, made)], call.Client.Signals.PostAsync, null) : call.Misused("--data is no JSON object.");
                return call.Maybe(file) is { Length: > 0 } path ? await RunFileAsync(call, "Sending", path, call.Client.Signals.PostAsync) : call.Misused("A file, or --type.");
            },
            file, type, account, data));
    }

    private static void AddValidate(Command signals, CommandSet to)
    {
        var file = Source();
        signals.Add(to.Make(
            new TwinsCommand("validate", "Says which signals could not be used, and why; sends none. Ends with 1 if there are any.", "twins signals validate events.jsonl"),
            call => RunFileAsync(call, "Checking", call.Value(file), call.Client.Signals.ValidateAsync),
            file));
    }

    private static void AddTail(Command signals, CommandSet to)
    {
        var account = Inputs.Account();
        var seconds = Inputs.Seconds();
        signals.Add(to.Make(
            new TwinsCommand("tail", "What happens to an account, as its twin takes it in; first the last ten things. Looks every second, rarer while it is quiet; for flags and reviews of all accounts see twins changes tail.", "twins signals tail acct-1", "twins signals tail acct-1 --for 60 --json"),
            call => TailAsync(call, call.Value(account), call.Value(seconds)),
            account, seconds));
    }

    private static JsonElement? MakeOne(Call call, string type, string? account, string? data)
    {
        try
        {
            var now = call.Terminal.Clock.GetUtcNow();
            var signal = new Signal { Id = Guid.NewGuid().ToString("N"), Source = "/cli", Type = type, Subject = account, Time = now, Data = data is null ? [] : JsonNode.Parse(data) as JsonObject ?? throw new JsonException() };
            return JsonSerializer.SerializeToElement<Signal[]>([signal], ClientJson.Default.SignalArray)[0];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<int> RunFileAsync(Call call, string title, string path, Func<byte[], CancellationToken, Task<ApiResult<SignalsAnswer>>> hand)
    {
        if (path == "-")
            return await RunAsync(call, title, EventFile.Read(call.Terminal.Input), hand, null);
        if (!File.Exists(path))
            return call.Misused($"There is no file {path}.");
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(file);
        return await RunAsync(call, title, EventFile.Read(reader), hand, () => file.Length == 0 ? 1 : (double)file.Position / file.Length);
    }

    private static async Task<int> RunAsync(
        Call call, string title, IEnumerable<(int Place, JsonElement Event)> events, Func<byte[], CancellationToken, Task<ApiResult<SignalsAnswer>>> hand, Func<double>? share)
    {
        var run = new SignalRun(call, hand);
        try
        {
            var problem = share is null
                ? await run.RunAsync(events, static _ => { })
                : await Progress.BarAsync(call, title, show => run.RunAsync(events, _ => show(share())));
            // One answer for a program: the problem, with what had become of signals before it.
            if (problem is not null && call.IsJson)
                return call.Fail(problem with { Detail = $"{problem.Detail} {SignalTables.Counts(run)}".TrimStart(), Results = SignalTables.Faults(run) });
            SignalTables.Write(call, run);
            return problem is not null ? call.Fail(problem) : run.Rejected == 0 ? Exit.Ok : Exit.Refused;
        }
        catch (JsonException error)
        {
            SignalTables.Write(call, run);
            return call.Misused($"This is no JSON: {error.Message}");
        }
    }

    /// <summary>
    /// Looks at the timeline again and again: what is there a second time is the same thing. Signals are no changes (most of them change nothing that is
    /// told), so no stream has them; the looks become rarer while nothing happens.
    /// </summary>
    private static async Task<int> TailAsync(Call call, string account, int? seconds)
    {
        var clock = call.Terminal.Clock;
        var until = seconds is { } count ? clock.GetUtcNow().AddSeconds(count) : DateTimeOffset.MaxValue;
        HashSet<TimelineEntryView>? seen = null;
        var pause = LookEvery;
        while (true)
        {
            var result = await call.Client.Accounts.TimelineAsync(account, call.Cancellation);
            if (!result.IsOk)
                return call.Fail(result.Problem, result.Body);
            var fresh = (seen is null ? result.Value.Entries.Take(10) : result.Value.Entries.Where(entry => !seen.Contains(entry))).Reverse().ToList();
            foreach (var entry in fresh)
            {
                call.Line(call.IsJson
                    ? JsonSerializer.Serialize(entry, ClientJson.Default.TimelineEntryView)
                    : string.Create(CultureInfo.InvariantCulture, $"{entry.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z  {entry.Type,-32}  {TableText.Clean(entry.Text ?? "")}"));
            }

            seen = [.. result.Value.Entries];
            pause = fresh.Count > 0 ? LookEvery : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LookEveryMax.Ticks));
            var left = until - clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
                return Exit.Ok;
            await Task.Delay(pause < left ? pause : left, clock, call.Cancellation);
        }
    }
}
