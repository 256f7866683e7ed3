using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;

namespace AccountTwins.Grains.State;

/// <summary>
/// A twin in memory: awake, as the objects that answer, or at rest in its packed form, which takes half of the room and some 20 µs to wake.
/// Changed by the turns of one activation only; put to rest from any thread, which never changes what it holds.
/// </summary>
public sealed class HeldTwin(AccountTwin twin, AwakeTwins awake)
{
    private readonly AccountKey _key = twin.Key;
    private Form _form = new(twin, null, twin.Revision);
    private volatile bool _isTouched;

    /// <summary>Known without waking it.</summary>
    public long Revision => Volatile.Read(ref _form).Revision;

    public bool IsAwake => Volatile.Read(ref _form).Twin is not null;

    public AccountTwin Twin
    {
        get
        {
            _isTouched = true;
            var form = Volatile.Read(ref _form);
            return form.Twin ?? Wake(form);
        }
    }

    /// <summary>Where it stands among the twins that are awake; theirs to set.</summary>
    internal int Place { get; set; }

    public void Swap(AccountTwin changed)
    {
        _isTouched = true;
        Volatile.Write(ref _form, new Form(changed, null, changed.Revision));
        awake.Admit(this);
    }

    /// <summary>Packs it. When a change comes at the same moment the change stands, and the twin stays awake.</summary>
    internal void Rest()
    {
        var form = Volatile.Read(ref _form);
        if (form.Twin is { } twin)
            Interlocked.CompareExchange(ref _form, new Form(null, AccountTwinCodec.Pack(twin), form.Revision), form);
    }

    /// <summary>Whether it was used since this was last asked.</summary>
    internal bool TakeTouched()
    {
        var was = _isTouched;
        _isTouched = false;
        return was;
    }

    private AccountTwin Wake(Form form)
    {
        var twin = AccountTwinCodec.Unpack(_key, form.Packed!);
        Volatile.Write(ref _form, new Form(twin, null, form.Revision));
        awake.Admit(this);
        return twin;
    }

    /// <summary>One of the two is there.</summary>
    private sealed record Form(AccountTwin? Twin, byte[]? Packed, long Revision);
}
