using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Mapping;

/// <summary>A twin's notable events, the newest first, as of the twin's own clock.</summary>
public static class TimelineViewOf
{
    public static TimelineView Twin(AccountTwin twin)
    {
        var entries = twin.Timeline.Entries;
        var views = new TimelineEntryView[entries.Count];
        for (var index = 0; index < views.Length; index++)
            views[index] = Entry(entries[entries.Count - 1 - index]);
        return new TimelineView { Tenant = twin.Key.Tenant, Account = twin.Key.Account, Revision = twin.Revision, AsOf = twin.Clock, Entries = views };
    }

    private static TimelineEntryView Entry(TimelineEntry entry)
    {
        var type = SignalCatalogue.Find(entry.TypeNumber);
        return new TimelineEntryView
        {
            At = entry.Stamp.Time,
            Family = WireWords<Family>.Of(type?.Family ?? Family.Unspecified),
            Type = type?.WireName ?? "unspecified",
            Text = entry.Text.Length == 0 ? null : entry.Text,
            Source = entry.Source,
        };
    }
}
