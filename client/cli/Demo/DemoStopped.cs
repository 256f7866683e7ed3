using AccountTwins.Client.Http;

namespace AccountTwins.Cli.Demo;

/// <summary>A call that the demo cannot go on without was refused.</summary>
internal sealed class DemoStopped(string step, ApiProblem problem) : Exception($"{step}: {problem}")
{
    public ApiProblem Problem => problem;
}

internal static class DemoResults
{
    /// <summary>The value, or the end of the demo with what was refused.</summary>
    public static async Task<T> NeedAsync<T>(this Task<ApiResult<T>> call, string step)
        where T : class
    {
        var result = await call;
        return result.IsOk ? result.Value : throw new DemoStopped(step, result.Problem);
    }
}
