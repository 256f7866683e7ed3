using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals;

/// <summary>
/// What a signal says, typed. Each fact declares its <see cref="SignalType"/> once; null in an optional property means "not said",
/// never "cleared".
/// </summary>
public abstract record Fact
{
    public abstract SignalType SignalType { get; }

    /// <summary>Writes the fields in declared order.</summary>
    protected internal abstract void Write(ref FieldWriter write);
}
