using AccountTwins.Grains.Interfaces.Contracts;
using Orleans.Concurrency;

namespace AccountTwins.Grains.Interfaces;

/// <summary>
/// The twin of one account; key <c>tenant/account</c>. Everything but <see cref="Apply"/> interleaves, because each changes or captures
/// the twin before its first await; so no read and no next batch ever waits for a write.
/// </summary>
[Alias("accounttwins.IAccountGrain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Applies a batch of one Kafka stream in memory; durable at the next checkpoint.</summary>
    [Alias("Apply")]
    Task<ApplyAnswer> Apply(SignalBatch batch);

    /// <summary>Applies signals that did not come from Kafka; durable before it answers.</summary>
    [Alias("Accept"), AlwaysInterleave]
    Task<AcceptAnswer> Accept(SignalBundle bundle);

    /// <summary>Makes the twin durable at or past an offset of a stream and answers the position that its row holds.</summary>
    [Alias("Checkpoint"), AlwaysInterleave]
    Task<CheckpointAnswer> Checkpoint(int stream, long offset);

    /// <summary>
    /// Compares the account's row with the one this activation last wrote or read. Superseded: the row is another, which also a database
    /// restored under a running cluster brings about. Answers the position in a stream that the row holds.
    /// </summary>
    [Alias("RecheckStream"), AlwaysInterleave]
    Task<CheckpointAnswer> Recheck(int stream);

    /// <summary>
    /// A pump puts the account's signals aside: readers are told so for the time given, or until it says so again, and from the mark in the
    /// store on, which is read again now, until that is settled.
    /// </summary>
    [Alias("Park"), AlwaysInterleave]
    Task Park(string code, TimeSpan holdsFor);

    /// <summary>Lets time alone act on the twin (silence is a signal too) and stores what changed.</summary>
    [Alias("Advance"), AlwaysInterleave]
    Task<AdvanceAnswer> Advance();

    /// <summary>The account as it is now, or why there is none. Makes no twin.</summary>
    [Alias("Read"), AlwaysInterleave]
    Task<AccountReading> Read();

    /// <summary>The account's recent notable events, newest first.</summary>
    [Alias("ReadTimeline"), AlwaysInterleave]
    Task<TimelineReading> ReadTimeline();
}
