using Spectre.Console;

namespace AccountTwins.Cli.Terminals;

/// <summary>Long work: what it has done so far, where a person watches; silent otherwise.</summary>
internal static class Progress
{
    public static async Task<TResult> ShowAsync<TLine, TResult>(Call call, string title, Func<TLine, string> text, Func<Action<TLine>?, Task<TResult>> work)
    {
        if (call.IsJson || !call.Terminal.IsWatched)
            return await work(null);
        return await call.Console.Status().StartAsync(title, status => work(line => status.Status($"{title}: {Markup.Escape(text(line))}")));
    }
}
