using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load;

/// <summary>What the scenarios of one run share: the options, the journal, and what one found that another needs.</summary>
internal sealed class LoadBench(LoadOptions options, string folder, Journal journal)
{
    public LoadOptions Options => options;

    public Journal Journal => journal;

    /// <summary>The end of all made-up time: one moment for the whole run.</summary>
    public DateTimeOffset End { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>Signals a second that the bare loop consumes and decodes, once it is known.</summary>
    public double? BareLoop { get; set; }

    /// <summary>A count or a time as the run is meant: whole, or brief.</summary>
    public int Scaled(int count) => options.IsBrief ? count / 10 : count;

    public TimeSpan Scaled(TimeSpan time) => options.IsBrief ? time / 10 : time;

    /// <summary>Twins, where they may be chosen.</summary>
    public int Twins(int otherwise) => options.Accounts ?? Scaled(otherwise);

    /// <summary>An endpoint and a database of their own, gone when disposed.</summary>
    public Task<Place> OpenAsync(int partitions, TimeSpan checkpointEvery) => Place.OpenAsync(options.Postgres, folder, partitions, checkpointEvery);
}
