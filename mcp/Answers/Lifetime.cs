using System.Text.Json;

namespace AccountTwins.Mcp.Answers;

/// <summary>
/// How long an answer may be trusted without asking again. A signal may change an account at any moment, so a context lives no longer than
/// an allowance does; a verdict is always judged on what is known then, however old the context that the agent read.
/// </summary>
public static class Lifetime
{
    public static readonly TimeSpan Max = TimeSpan.FromMinutes(1);

    /// <summary>Of definitions, which change with a release of the service and a key's scopes alone.</summary>
    public static readonly TimeSpan OfDefinitions = TimeSpan.FromMinutes(5);

    /// <summary>Of an account's view: a minute, or until a clock in it runs out; none while its signals are put aside.</summary>
    public static TimeSpan OfAccount(JsonElement view)
    {
        if (view.TryGetProperty("parked", out var parked) && parked.ValueKind == JsonValueKind.Object)
            return TimeSpan.Zero;
        var asOf = view.GetProperty("asOf").GetDateTimeOffset();
        var life = Max;
        if (!view.TryGetProperty("clocks", out var clocks))
            return life;
        foreach (var clock in clocks.EnumerateArray())
        {
            var left = clock.GetProperty("dueAt").GetDateTimeOffset() - asOf;
            if (left > TimeSpan.Zero && left < life)
                life = left;
        }

        return life;
    }

    /// <summary>Of a decision: until its permit ends, at most a minute; none of anything that still has to be decided or done.</summary>
    public static TimeSpan OfDecision(JsonElement view, DateTimeOffset now)
    {
        if (view.GetProperty("state").GetString() != "permitted" || !view.TryGetProperty("expiresAt", out var end) || end.ValueKind != JsonValueKind.String)
            return TimeSpan.Zero;
        var answered = view.TryGetProperty("answeredAt", out var at) && at.ValueKind == JsonValueKind.String ? at.GetDateTimeOffset() : now;
        var left = end.GetDateTimeOffset() - answered;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < Max ? left : Max;
    }
}
