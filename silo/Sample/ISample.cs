namespace AccountTwins.Silo.Sample;

/// <summary>A past to try the twins on, in order of time, that ends today.</summary>
public interface ISample
{
    /// <summary>Names this sample and how it was made: the caller keeps it beside the data, so that a sample is played once.</summary>
    string SampleId { get; }

    /// <summary>What is played, in a few words for people.</summary>
    string Title { get; }

    /// <summary>Events that <see cref="Read"/> yields.</summary>
    long Count { get; }

    /// <summary>The same events each time, none of them later than the moment the sample was made for.</summary>
    IEnumerable<SampleEvent> Read();
}
