using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Policies;

/// <summary>What is here of one release and action, and who waits for more. Not thread-safe: the hoard's lock guards it.</summary>
internal sealed class Slice
{
    private long _hour;
    private long _cents;
    private long _count;
    private long _claimedCents;
    private long _claimedCount;
    private long _claimedUntil = long.MinValue;
    private long _refusedUntil = long.MinValue;
    private long _refusedCents;

    public long Until { get; private set; } = long.MinValue;

    public long WaitingCents { get; private set; }

    public long WaitingCount { get; private set; }

    /// <summary>Under way, or the last one.</summary>
    public Task? Lease { get; set; }

    public bool Covers(SliceRequest need, long now) => Covers(need, now, 0, 0);

    /// <summary>Promises the need to whoever asks, if it is covered beside earlier promises. Promises lapse together: some are never used.</summary>
    public bool Claim(SliceRequest need, long now, long until)
    {
        if (now >= _claimedUntil)
            (_claimedCents, _claimedCount, _claimedUntil) = (0, 0, until);
        if (!Covers(need, now, _claimedCents, _claimedCount))
            return false;
        (_claimedCents, _claimedCount) = (_claimedCents + need.Cents, _claimedCount + need.Count);
        return true;
    }

    public void Take(SliceRequest need)
    {
        (_cents, _count) = (_cents - (need.CentsLimit is null ? 0 : need.Cents), _count - (need.CountLimit is null ? 0 : need.Count));
        (_claimedCents, _claimedCount) = (Math.Max(0, _claimedCents - need.Cents), Math.Max(0, _claimedCount - need.Count));
    }

    public void Wait(long cents, long count) => (WaitingCents, WaitingCount) = (WaitingCents + cents, WaitingCount + count);

    public bool IsRefused(SliceRequest need, long now) => now < _refusedUntil && need.Cents >= _refusedCents;

    public void Refuse(SliceRequest need, long until) => (_refusedUntil, _refusedCents) = (until, need.Cents);

    /// <summary>Adds a slice of the same hour; what is left of an earlier one is lost.</summary>
    public void Add(SliceAnswer answer, long asked, long until)
    {
        var isSame = answer.Hour == _hour && asked < Until;
        (_cents, _count) = ((isSame ? _cents : 0) + answer.Cents, (isSame ? _count : 0) + answer.Count);
        (_hour, Until, _refusedUntil) = (answer.Hour, isSame ? Math.Min(Until, until) : until, long.MinValue);
    }

    private bool Covers(SliceRequest need, long now, long cents, long count) =>
        now < Until && (need.CentsLimit is null || _cents - cents >= need.Cents) && (need.CountLimit is null || _count - count >= need.Count);
}
