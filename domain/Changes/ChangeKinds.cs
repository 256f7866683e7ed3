namespace AccountTwins.Domain.Changes;

/// <summary>The kinds of change: stable words in filters, stored rows and metrics. Only ever add.</summary>
public static class ChangeKinds
{
    public const string BandCrossed = "score_band_crossed";
    public const string FlagOpened = "flag_opened";
    public const string FlagClosed = "flag_closed";
    public const string LatitudeChanged = "latitude_changed";
    public const string ReviewAwaited = "review_awaited";
    public const string ReviewDone = "review_done";
}
