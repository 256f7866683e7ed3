using System.Text;
using AccountTwins.Cli.Terminals;

namespace AccountTwins.Cli.Demo;

/// <summary>
/// The playbook in force with one line more: how old billing facts may be. Applied for one step and taken back, also when the step fails; the line bears a
/// mark, so that a run takes back what one that was killed left behind.
/// </summary>
internal sealed class DemoPlaybook
{
    /// <summary>Seconds that billing facts may be old under it: what a watcher waits gladly.</summary>
    public const int Seconds = 5;

    private const string Key = "freshness:";
    private const string Mark = "# twins demo takes this line back";

    private readonly Call _call;
    private readonly byte[] _before;

    private DemoPlaybook(Call call, byte[] before) => (_call, _before) = (call, before);

    /// <summary>Null where the text in force has rules of its own about that, in a form that one more line does not fit into: nothing is applied then.</summary>
    public static async Task<DemoPlaybook?> ApplyAsync(Call call)
    {
        var inForce = await call.Client.Playbook.ReadAsync(call.Cancellation).NeedAsync("Reading the playbook");
        var before = Without(inForce.Text ?? "");
        var after = Encoding.UTF8.GetBytes(With(before));
        if ((await call.Client.Playbook.CheckAsync(after, call.Cancellation).NeedAsync("Checking the playbook")) is not { IsGood: true })
            return null;
        await call.Client.Playbook.ApplyAsync(after, call.Cancellation).NeedAsync("Applying the playbook");
        return new DemoPlaybook(call, Encoding.UTF8.GetBytes(before));
    }

    public Task TakeBackAsync() => _call.Client.Playbook.ApplyAsync(_before, CancellationToken.None).NeedAsync("Taking the playbook back");

    /// <summary>The text with the line, after the key that it belongs to or with that key at the end.</summary>
    internal static string With(string text)
    {
        var lines = text.Split('\n').ToList();
        var line = $"late_after_seconds: {{ billing: {Seconds} }} {Mark}";
        var at = lines.FindIndex(one => one.TrimEnd().Equals(Key, StringComparison.Ordinal) || one.StartsWith(Key + " #", StringComparison.Ordinal));
        if (at < 0)
            return $"{text.TrimEnd('\n')}\n{Key} {Mark}\n  {line}\n";
        var next = lines.Skip(at + 1).FirstOrDefault(one => one.TrimStart() is { Length: > 0 } said && said[0] != '#') ?? "";
        lines.Insert(at + 1, next[..^next.TrimStart().Length] + line);
        return string.Join('\n', lines);
    }

    internal static string Without(string text) => string.Join('\n', text.Split('\n').Where(line => !line.TrimEnd().EndsWith(Mark, StringComparison.Ordinal)));
}
