using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Cli.Tables;

/// <summary>An account for people.</summary>
internal static class AccountTables
{
    public static void Write(Call call, AccountView view)
    {
        call.Write(["account", "name", "segment", "health", "score", "arr", "renews", "open flags"],
        [
            [view.Account, view.Profile.Name, view.Profile.Segment, view.Health.Band, view.Health.Score, Arr(view.Contract), view.Contract?.End, view.Flags.Select(flag => flag.Kind).ToArray()],
        ]);
        if (view.Value is { } value)
        {
            call.Write(["value tier", "future margin", "from", "to", "method", "under its health"], value.Contracts.DefaultIfEmpty(new ContractValueView()).Select(one => new object?[]
            {
                value.Tier, one.Expected is { } expected ? $"{TableText.Of(expected)} {one.Currency}" : one.Unknown, one.Low, one.High, one.Method, one.ExpectedUnderHealth,
            }));
        }

        if (view.Latitude is { } latitude)
            call.Line($"Latitude at most {latitude.Effective.ToString().ToLowerInvariant()}, set by {string.Join(", ", latitude.SetBy.Select(layer => $"{layer.Layer} {TableText.Clean(layer.Rule)}"))} (playbook {latitude.Playbook.Version}); a verdict decides each act.");
        call.Write(["feed", "state", "age in s", "source"], view.Feeds.Select(feed => new object?[] { feed.Family, feed.State, feed.AgeSeconds, feed.Source }));
        if (view.Parked is { } parked)
            call.Line($"Parked since {TableText.Of(parked.Since)} ({parked.Code}): {(parked.Signals is { } count ? $"{count} of its signals are dead letters and" : "its newest signals are")} not in it.");
    }

    public static void Write(Call call, AccountLatitudeView view)
    {
        call.Line($"{view.Account}: value tier {view.ValueTier}, health {view.Band}, playbook {view.Playbook.Version}");
        call.Write(["action", "verdict", "latitude", "requires", "set by"], view.Actions.Select(action => new object?[]
        {
            action.Type, action.Verdict, action.Latitude.Effective, action.Latitude.Requires, DecisionTables.LowestLayers(action.Latitude),
        }));
    }

    public static void Write(Call call, OverrideView view) =>
        call.Write(["step", "latitude", "by", "until"], [[view.Step, view.Latitude, view.By, view.ExpiresAt]]);

    private static string? Arr(AccountContractView? contract) => contract?.Arr is { } arr ? $"{TableText.Of(arr)} {contract.Currency}" : null;
}
