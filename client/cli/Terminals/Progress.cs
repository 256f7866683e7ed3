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

    /// <summary>A bar, for work that knows how far it is: 0 to 1.</summary>
    public static async Task<TResult> BarAsync<TResult>(Call call, string title, Func<Action<double>, Task<TResult>> work)
    {
        if (call.IsJson || !call.Terminal.IsWatched)
            return await work(static _ => { });
        return await call.Console.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask(Markup.Escape(title), maxValue: 1);
            var result = await work(share => task.Value = Math.Clamp(share, 0, 1));
            task.Value = 1;
            return result;
        });
    }
}
