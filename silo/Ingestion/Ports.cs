using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Ingestion;

/// <summary>The calls a pump makes to twins. They may throw, hang, or take effect although they threw.</summary>
internal interface IAccountCalls
{
    Task<ApplyAnswer> ApplyAsync(AccountKey account, SignalBatch batch);

    Task<CheckpointAnswer> CheckpointAsync(AccountKey account, int stream, long offset);

    /// <summary>Compares the twin's row with what the twin believes; Superseded when it is another. Answers what the row holds of a stream.</summary>
    Task<CheckpointAnswer> RecheckAsync(AccountKey account, int stream);

    /// <summary>Tells the twin that its signals are put aside, so that its readers know; it reads its mark again.</summary>
    Task ParkAsync(AccountKey account, string code, TimeSpan holdsFor);
}

/// <summary>Where signals go that cannot be used.</summary>
internal interface IDeadLetters
{
    /// <summary>Completes when the letter is acknowledged; throws when it is not.</summary>
    Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken);
}

/// <summary>What a pump asks of the one thread that talks to the broker for it. Calls only take note; the thread acts.</summary>
internal interface IPartitionControl
{
    void Pause();

    void Resume();

    /// <summary>Reads again from an offset; messages read from then on carry the epoch.</summary>
    void Seek(long offset, int epoch);

    /// <summary>Tells the broker what is committed, for lag tools only.</summary>
    void Commit(long offset);

    /// <summary>Reads this partition no more: what is there is not what was committed.</summary>
    void Halt();

    /// <summary>Makes the whole consumer anew: this partition's stream is not what it was.</summary>
    void Restart(string reason);
}

/// <summary>Turns a message into a signal, or says why it is none.</summary>
internal interface ISignalReader
{
    ReadSignal Read(LogMessage message);
}

/// <summary>What a message was. Neither a signal nor a code: a heartbeat, already told to its feed.</summary>
internal readonly record struct ReadSignal(AccountKey Account, Family Family, Signal? Signal, string? Code, string? Detail);

/// <summary>
/// A message that could not be used, with where it was and why. Stage: decode, apply or store; reason: a stable code.
/// </summary>
internal sealed record DeadLetter(string Topic, int Partition, LogMessage Message, string Stage, string Reason, string Detail)
{
    /// <summary>Whose signal it is; null where it could not be read so far.</summary>
    public AccountKey? Account { get; init; }
}
