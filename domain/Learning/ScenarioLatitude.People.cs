using AccountTwins.Domain.Latitudes;

namespace AccountTwins.Domain.Learning;

/// <summary>What people do to it. Each gives the change to be kept, null where there was nothing to do.</summary>
public sealed partial record ScenarioLatitude
{
    /// <summary>A person has looked at the severe error: it may widen again, as reviews earn it. The step stays.</summary>
    public (ScenarioLatitude Next, LatitudeChange? Change) Release(string by, DateTimeOffset now)
    {
        RequirePerson(by);
        return IsHeld ? (this with { IsHeld = false }, Changed(Step, Step, LatitudeCause.Released, now, by: by)) : (this, null);
    }

    /// <summary>Statistics move it neither way until <see cref="Unfreeze"/>; counting goes on. An offer lapses.</summary>
    public (ScenarioLatitude Next, LatitudeChange? Change) Freeze(string by, DateTimeOffset now)
    {
        RequirePerson(by);
        return FrozenBy is null
            ? (this with { FrozenBy = by, Offer = null }, Changed(Step, Step, LatitudeCause.Frozen, now, by: by))
            : (this, null);
    }

    public (ScenarioLatitude Next, LatitudeChange? Change) Unfreeze(string by, DateTimeOffset now)
    {
        RequirePerson(by);
        return FrozenBy is null ? (this, null) : (this with { FrozenBy = null }, Changed(Step, Step, LatitudeCause.Unfrozen, now, by: by));
    }

    /// <summary>Sets the step, at most the ceiling, and counts from here on; a hold ends, a freeze stays. Who may loosen is for the caller to check.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is not specified.</exception>
    public (ScenarioLatitude Next, LatitudeChange Change) Reset(string by, Latitude to, LearningRules rules, DateTimeOffset now)
    {
        RequirePerson(by);
        if (to is < Latitude.Suspended or > Latitude.Full)
            throw new ArgumentOutOfRangeException(nameof(to), to, "There is no such latitude.");
        var step = to < rules.Ceiling ? to : rules.Ceiling;
        var next = Restarted(step, LatitudeCause.Reset, now) with { IsHeld = false, WatchedReviewsLeft = 0 };
        return (next, Changed(Step, step, LatitudeCause.Reset, now, by: by) with { Asked = step == to ? null : to });
    }

    private static void RequirePerson(string by) => ArgumentException.ThrowIfNullOrWhiteSpace(by);
}
