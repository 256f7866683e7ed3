using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Health;
using AccountTwins.Grains.State;

namespace AccountTwins.Grains.Mapping;

/// <summary>
/// What people search an account by, as of the twin's own clock. The band follows the last known values, because a row cannot know what
/// its feeds will be when it is read.
/// </summary>
internal static class SearchColumnsOf
{
    /// <summary>Identifiers in a row; the stakeholders come first, because people are asked for most.</summary>
    public const int IdentifiersMax = 64;

    private const int NameLengthMax = 200;

    private static readonly long s_dueStep = TimeSpan.FromMinutes(15).Ticks;

    public static SearchColumns Twin(AccountTwin twin)
    {
        var health = HealthRules.Assess(twin, FeedStates.FromTwin(twin), twin.Clock);
        var contract = twin.Contract;
        return new SearchColumns
        {
            Name = twin.Profile.Name is { Length: > NameLengthMax } name ? name[..NameLengthMax] : twin.Profile.Name,
            Segment = twin.Profile.Segment,
            Owner = twin.Profile.Owner,
            Band = health.BandName,
            Arr = contract?.Arr,
            Currency = contract?.Currency,
            RenewalDate = contract is { IsCancelled: false } ? contract.Value.EndsOn : null,
            OpenFlagSince = twin.Risk.Open?.OpenedAt,
            DueAt = twin.DueAt(twin.Clock) is { } due ? RoundUp(due) : null,
            Identifiers = [.. Identifiers(twin).Distinct(StringComparer.Ordinal).Take(IdentifiersMax)],
        };
    }

    private static List<string> Identifiers(AccountTwin twin)
    {
        var identifiers = new List<string>();
        foreach (var stakeholder in twin.Stakeholders.Items)
        {
            if (!stakeholder.IsClosed)
                identifiers.Add(Identifier("contact", stakeholder.Id));
        }

        foreach (var domain in twin.Profile.Domains)
            identifiers.Add(Identifier("domain", domain));
        foreach (var external in twin.Profile.ExternalIds)
            identifiers.Add(Identifier("external", external));
        foreach (var ticket in twin.Tickets.Items)
            identifiers.Add(Identifier("ticket", ticket.Id));
        return identifiers;
    }

    private static string Identifier(string kind, string text) => $"{kind}:{text.ToLowerInvariant()}";

    private static DateTimeOffset RoundUp(DateTimeOffset moment)
    {
        var over = moment.UtcTicks % s_dueStep;
        return over == 0 ? moment : moment.AddTicks(s_dueStep - over);
    }
}
