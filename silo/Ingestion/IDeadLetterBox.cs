using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Silo.Ingestion;

/// <summary>The dead letters that were written, to look at and to send again. Everything throws <see cref="LogAwayException"/> while the brokers are away.</summary>
public interface IDeadLetterBox
{
    /// <summary>A page of the tenant's letters.</summary>
    Task<DeadLettersAnswer> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken);

    /// <summary>Sends letters to the topics they came from; all are acknowledged when it ends.</summary>
    Task<ReplayLettersAnswer> ReplayAsync(string tenant, IReadOnlyList<DeadLetterId> letters, CancellationToken cancellationToken);
}

/// <summary>How far the log has been made durable.</summary>
public interface ILogPositions
{
    /// <summary>Every stream there ever was, by topic and partition.</summary>
    Task<PositionsAnswer> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>Which letters.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Limit">Letters a page.</param>
/// <param name="IsOldestFirst">From the beginning of the topic, page by page; else the newest alone.</param>
/// <param name="Cursor">Offsets to go on from; null: the beginning.</param>
/// <param name="Reason">Of this code alone.</param>
/// <param name="Topic">From this topic alone.</param>
/// <param name="Stage">Of this stage alone.</param>
public sealed record DeadLetterQuery(string Tenant, int Limit, bool IsOldestFirst, IReadOnlyDictionary<int, long>? Cursor, string? Reason, string? Topic, string? Stage);

/// <summary>Where a letter lies. Written <c>partition:offset</c>.</summary>
public readonly record struct DeadLetterId(int Partition, long Offset)
{
    public override string ToString() => FormattableString.Invariant($"{Partition}:{Offset}");

    public static DeadLetterId? TryParse(string text) => text.Split(':') is [var partition, var offset]
        && int.TryParse(partition, System.Globalization.NumberStyles.None, null, out var number) && long.TryParse(offset, System.Globalization.NumberStyles.None, null, out var at)
            ? new DeadLetterId(number, at)
            : null;
}

/// <summary>The brokers do not answer.</summary>
public sealed class LogAwayException(Exception? cause = null) : Exception("The brokers do not answer.", cause);
