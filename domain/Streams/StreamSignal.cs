using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Streams;

/// <summary>
/// A signal at its offset. Without a signal it only moves the position: what stood there is in the dead-letter topic, acknowledged.
/// </summary>
public readonly record struct StreamSignal(long Offset, Signal? Signal);
