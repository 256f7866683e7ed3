namespace AccountTwins.Tests.Silo.Ingestion.Simulation;

/// <summary>A check of the protocol that the simulated surroundings take out, to show that it is needed and that its lack is seen.</summary>
public enum ProtocolBreak
{
    None = 0,

    /// <summary>A write replaces a row whatever its revision.</summary>
    NoRevisionCheck,

    /// <summary>What is in memory when a write ends is taken for durable, not what the write captured.</summary>
    NoCapture,

    /// <summary>Everything handed to the pump is committed, answered or not.</summary>
    NoMark,

    /// <summary>Messages read before a rewind pass for new ones.</summary>
    NoEpoch,

    /// <summary>A twin forgets its positions when it is loaded, so that nothing is skipped.</summary>
    NoSkip,

    /// <summary>Batches do not say what was sent before them.</summary>
    NoBehind,

    /// <summary>Every twin is taken for durable.</summary>
    NoDurableAnswer,

    /// <summary>A twin that believes it is durable is believed, although the database was restored.</summary>
    NoRecheck,
}
