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

    /// <summary>Of what a late feed speaks of: at any moment it may bring what it holds back.</summary>
    public static readonly TimeSpan OfLate = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Of an account's view: a minute, or until a clock in it runs out; less while a feed is late, and none while one is dead or the account's signals are
    /// put aside, for then a part of it is out of date already.
    /// </summary>
    public static TimeSpan OfAccount(JsonElement view)
    {
        if (view.TryGetProperty("parked", out var parked) && parked.ValueKind == JsonValueKind.Object)
            return TimeSpan.Zero;
        var asOf = view.GetProperty("asOf").GetDateTimeOffset();
        var life = OfFeeds(view);
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

    /// <summary>Nothing is awaited of a family that was never connected; a state that this release does not know is no better than dead.</summary>
    private static TimeSpan OfFeeds(JsonElement view)
    {
        var life = Max;
        if (!view.TryGetProperty("feeds", out var feeds))
            return life;
        foreach (var feed in feeds.EnumerateArray())
        {
            var trusted = feed.GetProperty("state").GetString() switch
            {
                "live" or "never_connected" => Max,
                "late" => OfLate,
                _ => TimeSpan.Zero,
            };
            life = trusted < life ? trusted : life;
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
