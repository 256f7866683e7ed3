using System.Globalization;
using System.Security.Cryptography;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>
/// What set a verdict, as one word: tier, band, feed states, playbook, and per action its latitude and the rules that spoke. Not the
/// revision, which every usage signal moves. An approval holds as long as a new verdict is no tighter; the word says at a glance that
/// nothing changed.
/// </summary>
public static class Fingerprints
{
    public static string Of(VerdictInput input, ValueList<ActionVerdict> actions)
    {
        using var hash = new HashedText();
        hash.Add(input.Tenant.Playbook).Add('|').Add((int)input.Account.Tier).Add('|').Add((int)input.Account.LatitudeBand);
        foreach (var feed in input.Account.Feeds)
            hash.Add('|').Add((int)feed.Family).Add(':').Add((int)feed.State);
        foreach (var action in actions)
        {
            hash.Add('|').Add(action.Type).Add(':').Add((int)action.Kind).Add(':').Add((int)action.Effective);
            foreach (var reason in action.Reasons)
                hash.Add(',').Add(reason.Code).Add('/').Add(reason.Rule);
        }

        return hash.ToHex(12);
    }

    /// <summary>The exact actions that an approval is for: type, category, amount, currency, draft and promised day of each.</summary>
    public static string OfActions(ValueList<ActionRequest> actions)
    {
        using var hash = new HashedText();
        foreach (var action in actions)
        {
            hash.AddPart(action.Type).AddPart(action.Category);
            hash.AddPart(action.Amount?.ToString("0.#############################", CultureInfo.InvariantCulture));
            hash.AddPart(action.Currency).AddPart(action.Draft);

            // Only where there is one: approvals from before a day could be named still hold. No action's type reads like a day.
            if (action.Due is { } due)
                hash.AddPart(due.ToString("O", CultureInfo.InvariantCulture));
        }

        return hash.ToHex(SHA256.HashSizeInBytes);
    }
}
