using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Silo.Ingestion;

/// <summary>What ingestion cannot put right by itself and an operator must look at. Numbers are log event ids.</summary>
internal enum AlarmKind
{
    Unspecified = 0,

    /// <summary>The committed message is not there: the topic was deleted and made anew. Its partition is not read.</summary>
    TopicRecreated = 3050,

    /// <summary>Messages were removed from the log before they were read.</summary>
    SignalsGone = 3051,

    /// <summary>One account is fed by too many streams.</summary>
    TooManyStreams = 3052,

    /// <summary>An account that failed repeatedly; its signals go to dead letters.</summary>
    AccountParked = 3053,
}

/// <summary>Takes alarms.</summary>
internal interface IIngestionAlarms
{
    void Raise(AlarmKind kind, string text);
}

/// <summary>Alarms as critical log lines, as a counter by kind, and the latest few for the readiness page.</summary>
internal sealed partial class IngestionAlarms : IIngestionAlarms
{
    public const string MeterName = "AccountTwins.Alarms";

    /// <summary>Alarms shown on the readiness page; older ones are in the log.</summary>
    private const int LatestMax = 20;

    private readonly Queue<string> _latest = new();
    private readonly Counter<long> _count;
    private readonly ILogger<IngestionAlarms> _logger;

    public IngestionAlarms(IMeterFactory meters, ILogger<IngestionAlarms> logger)
    {
        _logger = logger;
        _count = meters.Create(MeterName).CreateCounter<long>("accounttwins.alarms", "{alarm}", "Alarms that an operator must look at, by kind.");
    }

    /// <summary>The latest alarms, oldest first.</summary>
    public IReadOnlyList<string> Latest
    {
        get
        {
            lock (_latest)
                return [.. _latest];
        }
    }

    public void Raise(AlarmKind kind, string text)
    {
        _count.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));
        _logger.Log(LogLevel.Critical, new EventId((int)kind, kind.ToString()), text, null, static (state, _) => state);
        lock (_latest)
        {
            _latest.Enqueue(text);
            if (_latest.Count > LatestMax)
                _latest.Dequeue();
        }
    }
}
