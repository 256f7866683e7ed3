using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Risk;

/// <summary>
/// A signal that speaks against an account's staying, as evidence of a flag. Silence has no signal: then <see cref="Id"/> is empty
/// and <see cref="TypeNumber"/> 0.
/// </summary>
/// <param name="Stamp">When it happened.</param>
/// <param name="Family">Where it showed.</param>
/// <param name="TypeNumber">The signal type's stored number.</param>
/// <param name="Source">CloudEvents source.</param>
/// <param name="Id">CloudEvents id.</param>
/// <param name="Text">At most 80 characters, outside text unchanged.</param>
public sealed record RiskSignal(Stamp Stamp, Family Family, int TypeNumber, string Source, string Id, string Text);
