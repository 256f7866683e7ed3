using AccountTwins.Domain.Playbooks;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;

namespace AccountTwins.Silo.Policies;

/// <summary>
/// What this silo may spend of the hourly limits of a tenant's releases. A slice is used up to the end of its hour, counted on the monotonic clock from
/// the moment it was asked for; what is left then is lost. Safe from any thread; looking takes a short lock and never waits.
/// </summary>
internal sealed class SliceHoard(string tenant, ITenantExchange exchange, TimeProvider clock)
{
    private const int SlicesMax = 4096;
    private static readonly TimeSpan LeaseDeadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClaimedFor = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Release, string Action), Slice> _slices = [];

    /// <summary>
    /// Fetches what is short; at most as long as given. Requests that come at once are counted together, so that one slice serves them all; what
    /// comes late is kept for the next.
    /// </summary>
    public async ValueTask EnsureAsync(string release, IReadOnlyList<SliceAsk> steps, TimeSpan atMost, CancellationToken cancellationToken)
    {
        foreach (var need in Needs(steps))
        {
            var asked = clock.GetTimestamp();
            if (!IsClaimed(release, need))
                await FetchAsync(release, need, asked, atMost, cancellationToken);
        }
    }

    private async Task FetchAsync(string release, SliceRequest need, long asked, TimeSpan atMost, CancellationToken cancellationToken)
    {
        Wait(release, need, 1);
        try
        {
            while (atMost - clock.GetElapsedTime(asked) is var left && left > TimeSpan.Zero && Lease(release, need) is { } lease)
            {
                await lease.WaitAsync(left, clock, cancellationToken);
                if (IsClaimed(release, need))
                    return;
            }
        }
        catch (TimeoutException)
        {
            // The verdict goes on with what is here: it says that the budget does not cover it.
        }
        finally
        {
            Wait(release, need, -1);
        }
    }

    /// <summary>Covered beside what others were promised a moment ago; then it is promised to this one. A promise only tells when to fetch more.</summary>
    private bool IsClaimed(string release, SliceRequest need)
    {
        lock (_gate)
            return _slices.TryGetValue((release, need.Action), out var slice) && slice.Claim(need, clock.GetTimestamp(), After(clock.GetTimestamp(), ClaimedFor));
    }

    private void Wait(string release, SliceRequest need, int sign)
    {
        lock (_gate)
            Open(release, need)?.Wait(sign * need.Cents, sign * need.Count);
    }

    /// <summary>The lease under way or a new one; null while a refusal stands.</summary>
    private Task? Lease(string release, SliceRequest need)
    {
        lock (_gate)
        {
            if (Open(release, need) is not { } slice || slice.IsRefused(need, clock.GetTimestamp()))
                return null;
            return slice.Lease is { IsCompleted: false } under
                ? under
                : slice.Lease = LeaseAsync(release, need with { WishCents = slice.WaitingCents, WishCount = slice.WaitingCount }, slice);
        }
    }

    public bool TryTake(string release, IReadOnlyList<SliceAsk> steps)
    {
        lock (_gate)
        {
            var needs = Needs(steps);
            if (needs.Exists(need => !Covers(release, need)))
                return false;
            foreach (var need in needs)
            {
                _slices[(release, need.Action)].Take(need);
            }

            return true;
        }
    }

    /// <summary>Takes, asks and promises nothing.</summary>
    public SliceStanding Look(string release, IReadOnlyList<SliceAsk> steps)
    {
        var worst = SliceStanding.Covered;
        lock (_gate)
        {
            foreach (var need in Needs(steps))
            {
                var standing = Look(release, need);
                worst = standing > worst ? standing : worst;
            }
        }

        return worst;
    }

    private SliceStanding Look(string release, SliceRequest need)
    {
        var now = clock.GetTimestamp();
        var slice = _slices.GetValueOrDefault((release, need.Action));
        if (slice?.Covers(need, now) == true)
            return SliceStanding.Covered;
        return need.Cents > need.CentsLimit || need.Count > need.CountLimit || slice?.IsRefused(need, now) == true ? SliceStanding.Spent : SliceStanding.Unknown;
    }

    /// <summary>One need an action; steps of the same action add up. Those without a limit need nothing.</summary>
    private static List<SliceRequest> Needs(IReadOnlyList<SliceAsk> steps)
    {
        var needs = new List<SliceRequest>(steps.Count);
        foreach (var (rule, amount) in steps)
        {
            if (rule.ReleaseAmountPerHour is null && rule.ReleaseCountPerHour is null)
                continue;
            var cents = Cents(Math.Max(0, amount), decimal.Ceiling);
            var known = needs.FindIndex(need => need.Action == rule.Type);
            if (known >= 0)
                needs[known] = needs[known] with { Cents = needs[known].Cents + cents, Count = needs[known].Count + 1 };
            else
                needs.Add(NeedOf(rule, cents));
        }

        return needs;
    }

    private static SliceRequest NeedOf(ActionRule rule, long cents) => new()
    {
        Action = rule.Type,
        CentsLimit = rule.ReleaseAmountPerHour is { } amount ? Cents(amount, decimal.Floor) : null,
        CountLimit = rule.ReleaseCountPerHour,
        Cents = cents,
        Count = 1,
    };

    /// <summary>An amount beyond all limits stays one.</summary>
    private static long Cents(decimal amount, Func<decimal, decimal> round) => amount >= long.MaxValue / 1000m ? long.MaxValue / 1000 : (long)round(amount * 100);

    private bool Covers(string release, SliceRequest need) =>
        _slices.TryGetValue((release, need.Action), out var slice) && slice.Covers(need, clock.GetTimestamp());

    /// <summary>Null when there is no room.</summary>
    private Slice? Open(string release, SliceRequest need)
    {
        var now = clock.GetTimestamp();
        var key = (release, need.Action);
        if (_slices.TryGetValue(key, out var slice))
            return slice;
        if (_slices.Count >= SlicesMax)
        {
            foreach (var (old, one) in _slices)
            {
                if (one.Until < now && one.WaitingCount == 0 && one.Lease is not { IsCompleted: false })
                    _slices.Remove(old);
            }
        }

        return _slices.Count >= SlicesMax ? null : _slices[key] = new Slice();
    }

    private async Task LeaseAsync(string release, SliceRequest need, Slice slice)
    {
        var asked = clock.GetTimestamp();
        try
        {
            var answer = await exchange.LeaseAsync(tenant, release, need).WaitAsync(LeaseDeadline, clock);
            lock (_gate)
            {
                if (answer.IsLeased)
                    slice.Add(answer, asked, After(asked, answer.ValidFor));
                else
                    slice.Refuse(need, After(asked, RefusedFor));
            }
        }
        catch (Exception)
        {
            // No answer in time or none at all: leased or not, nothing of it is spent here, and the silo's log has the grain's failure.
            lock (_gate)
                slice.Refuse(need, After(asked, RefusedFor));
        }
    }

    private long After(long timestamp, TimeSpan time) => timestamp + (long)(time.TotalSeconds * clock.TimestampFrequency);
}
