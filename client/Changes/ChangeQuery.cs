namespace AccountTwins.Client.Changes;

/// <summary>Which changes to read, from where on, and how long to try. Null filters nothing.</summary>
public sealed record ChangeQuery
{
    public string? Account { get; init; }

    /// <summary>Accounts that were in this segment when it happened.</summary>
    public string? Segment { get; init; }

    /// <summary>For instance <c>flag_opened</c>; docs/changes.md has them all.</summary>
    public IReadOnlyCollection<string> Kinds { get; init; } = [];

    /// <summary>The last <see cref="ChangeItem.Cursor"/> that was dealt with; only what came after it is read. Null: from now on.</summary>
    public long? After { get; init; }

    /// <summary>The longest pause before the stream is opened again, default 1 min. The first is what the service asks for (2 s), and each try without an answer doubles it.</summary>
    public TimeSpan PauseMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A stream that could not be opened for so long is given up, default 1 h.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A stream on which nothing comes for so long, not even a heartbeat, is dead; default 1 min, four heartbeats.</summary>
    public TimeSpan SilentMax { get; init; } = TimeSpan.FromMinutes(1);
}
