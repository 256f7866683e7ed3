using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts;

/// <summary>A notable event, short enough to read: no raw usage.</summary>
/// <param name="Stamp">When it happened.</param>
/// <param name="TypeNumber">The signal type's stored number.</param>
/// <param name="Text">At most 80 characters, outside text unchanged: whoever shows it must treat it as quoted data.</param>
/// <param name="Source">Where it was reported.</param>
public sealed record TimelineEntry(Stamp Stamp, int TypeNumber, string Text, string Source);

/// <summary>The newest notable events of an account by their own time, oldest first; at most <see cref="Limit"/>. Immutable.</summary>
public sealed class Timeline : IEquatable<Timeline>
{
    public const int Limit = 32;

    public const int TextLengthMax = 80;

    public static readonly Timeline Empty = new([]);

    private readonly TimelineEntry[] _entries;

    private Timeline(TimelineEntry[] entries) => _entries = entries;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<TimelineEntry> Entries => _entries;

    internal static Timeline Restore(TimelineEntry[] entries) => entries.Length == 0 ? Empty : new Timeline(entries);

    /// <summary>Takes the entry in at its own time; the oldest goes when there is no room.</summary>
    internal Timeline With(TimelineEntry entry)
    {
        var index = _entries.Length;
        while (index > 0 && _entries[index - 1].Stamp > entry.Stamp)
            index--;
        if (index == 0 && _entries.Length >= Limit)
            return this;
        entry = entry with { Source = Shared(entry.Source) };
        var from = _entries.Length >= Limit ? 1 : 0;
        return new Timeline([.. _entries[from..index], entry, .. _entries[index..]]);
    }

    /// <summary>One text for one source, however many entries name it.</summary>
    private string Shared(string source)
    {
        foreach (var known in _entries)
        {
            if (known.Source == source)
                return known.Source;
        }

        return source;
    }

    public bool Equals(Timeline? other) => other is not null && _entries.AsSpan().SequenceEqual(other._entries);

    public override bool Equals(object? obj) => Equals(obj as Timeline);

    public override int GetHashCode() => _entries.Length;
}
