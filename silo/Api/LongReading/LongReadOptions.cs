using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Api.LongReading;

/// <summary>Bounds of answers that read much: audits, exports of reviews, trials of a playbook. Section <c>LongReads</c>.</summary>
public sealed class LongReadOptions
{
    public const string Section = "LongReads";

    /// <summary>Under way at the same time on a silo, of all tenants, each of which has one. Default 4: half of the connections that searches have.</summary>
    [Range(1, 1_000)]
    public int Max { get; set; } = 4;

    /// <summary>How long a caller waits in line where there are as many as may be. Default 10 s: shorter than clients give an answer to begin.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan WaitFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time a caller may take to accept a line before it is cut off. Default 20 s, as for streams of changes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan SendWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one may take in all before it is cut off, so that who reads a little at a time gives its place back as well. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ReadFor { get; set; } = TimeSpan.FromHours(1);
}
