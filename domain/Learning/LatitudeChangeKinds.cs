namespace AccountTwins.Domain.Learning;

/// <summary>What kind of change it was, in one stable word for announcements, metrics and lists.</summary>
public static class LatitudeChangeKinds
{
    /// <summary>tightened, widened, offered, frozen, unfrozen, released, reset, new_release, held (severe error at the bottom), watched (weak labels without a step) or started.</summary>
    public static string Of(LatitudeChange change) => change.Cause switch
    {
        LatitudeCause.Offered => "offered",
        LatitudeCause.Frozen => "frozen",
        LatitudeCause.Unfrozen => "unfrozen",
        LatitudeCause.Released => "released",
        LatitudeCause.Reset => "reset",
        LatitudeCause.NewRelease => "new_release",
        _ when change.IsTightening => "tightened",
        _ when change.IsWidening => "widened",
        LatitudeCause.SevereError => "held",
        LatitudeCause.WeakLabels => "watched",
        _ => "started",
    };
}
