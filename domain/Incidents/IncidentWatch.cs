using System.Collections.Immutable;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Tenants;

namespace AccountTwins.Domain.Incidents;

/// <summary>
/// What a tenant's accounts reported lately, by topic, and what follows from it. A value that neither the order nor the repetition of reports changes,
/// as long as nothing beyond its bounds had to go. Immutable.
/// </summary>
public sealed record IncidentWatch
{
    /// <summary>Topics kept, those with the newest reports.</summary>
    public const int TopicsMax = 64;

    /// <summary>Accounts that an incident names as its evidence.</summary>
    public const int EvidenceMax = 20;

    public static readonly IncidentWatch Empty = new();

    public ImmutableSortedDictionary<string, WatchedTopic> Topics { get; init; } = ImmutableSortedDictionary.Create<string, WatchedTopic>(StringComparer.Ordinal);

    /// <summary>The first day that anything was reported of; what is usual cannot be told from days before. 0: never.</summary>
    public int FirstDay { get; init; }

    /// <summary>The watch after a report; this very object where it says nothing new, lies in the future or too far back.</summary>
    public IncidentWatch With(Sighting sighting, DateTimeOffset now)
    {
        var day = DayOf(sighting.At);
        if (sighting.At > now || day < DayOf(now) - Sighting.DaysMax || sighting.Topic.Length is 0 or > IncidentTopic.LengthMax)
            return this;
        var known = Topics.GetValueOrDefault(sighting.Topic, WatchedTopic.Empty);
        var topic = known.With(sighting.Account, sighting.At);
        var first = FirstDay == 0 ? day : Math.Min(FirstDay, day);
        return ReferenceEquals(topic, known) && first == FirstDay ? this : this with { Topics = Bounded(Topics.SetItem(sighting.Topic, topic)), FirstDay = first };
    }

    /// <summary>Without what is too old to matter.</summary>
    public IncidentWatch At(DateTimeOffset now)
    {
        var since = DayOf(now) - Sighting.DaysMax;
        var topics = Topics;
        foreach (var (name, topic) in Topics)
        {
            var kept = topic.Since(since);
            if (!ReferenceEquals(kept, topic))
                topics = kept.Accounts.Any() ? topics.SetItem(name, kept) : topics.Remove(name);
        }

        return ReferenceEquals(topics, Topics) ? this : this with { Topics = topics };
    }

    /// <summary>
    /// What to open and what to end now, as entries of the tenant's chain. Opening takes <see cref="IncidentRules.Accounts"/> and a multiple of what is
    /// usual; staying open takes one report in <see cref="IncidentRules.QuietMinutes"/>; and what was ended opens again only by accounts that report it
    /// afterwards: so it does not flicker.
    /// </summary>
    public IReadOnlyList<TenantEntry> Look(IncidentRules rules, TenantSettings settings, DateTimeOffset now)
    {
        var entries = new List<TenantEntry>();
        foreach (var open in settings.Incidents)
        {
            if (open is { Evidence: not null, Topic: { } topic } && now - Later(open.At, LatestOf(topic)) >= TimeSpan.FromMinutes(rules.QuietMinutes))
                entries.Add(new TenantEntry.IncidentEnded(open.Name, TenantSettings.Detection, $"quiet for {rules.QuietMinutes} minutes"));
        }

        if (!rules.Detect)
            return entries;
        foreach (var (name, topic) in Topics)
        {
            if (settings.Incidents.All(open => open.Name != name && open.Topic != name) && Opened(name, topic, rules, settings, now) is { } opened)
                entries.Add(opened);
        }

        return entries;
    }

    private TenantEntry.IncidentDeclared? Opened(string name, WatchedTopic topic, IncidentRules rules, TenantSettings settings, DateTimeOffset now)
    {
        var since = now.AddMinutes(-rules.WindowMinutes);
        if (settings.LastEnded(name) is { } ended)
        {
            if (ended.By != TenantSettings.Detection && now - ended.At < TimeSpan.FromMinutes(rules.ReopenMinutes))
                return null;
            since = Later(since, ended.At);
        }

        var accounts = topic.After(since);
        var usual = decimal.Round(topic.PerDay(Math.Max(FirstDay, DayOf(now) - Sighting.DaysMax), DayOf(now.AddMinutes(-rules.WindowMinutes))) * rules.WindowMinutes / (24 * 60), 4);
        if (accounts.Count < rules.Accounts || accounts.Count < rules.TimesUsual * usual)
            return null;
        return new TenantEntry.IncidentDeclared(
            name,
            TenantSettings.Detection,
            $"{accounts.Count} accounts within {rules.WindowMinutes} minutes; usual are {usual:0.##}",
            name,
            new IncidentEvidence(accounts.Count, usual, rules.WindowMinutes, [.. accounts.Take(EvidenceMax).Select(one => one.Account)]));
    }

    private DateTimeOffset LatestOf(string topic) => Topics.TryGetValue(topic, out var known) ? known.Latest : DateTimeOffset.MinValue;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static int DayOf(DateTimeOffset at) => (int)(at.UtcTicks / TimeSpan.TicksPerDay);

    private static ImmutableSortedDictionary<string, WatchedTopic> Bounded(ImmutableSortedDictionary<string, WatchedTopic> topics) =>
        topics.Count <= TopicsMax ? topics : topics.Remove(topics.OrderBy(one => one.Value.Latest).ThenBy(one => one.Key, StringComparer.Ordinal).First().Key);
}
