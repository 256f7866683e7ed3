namespace AccountTwins.Domain.Changes;

/// <summary>The kinds of change: stable words in filters, stored rows and metrics. Only ever add.</summary>
public static class ChangeKinds
{
    public const string BandCrossed = "score_band_crossed";
    public const string FlagOpened = "flag_opened";
    public const string FlagClosed = "flag_closed";
    public const string LatitudeChanged = "latitude_changed";
    public const string LatitudeOverridden = "latitude_overridden";
    public const string HandedOver = "handed_over";
    public const string ReviewAwaited = "review_awaited";
    public const string ReviewDone = "review_done";

    /// <summary>True for what people say of an agent's own latitude: it is not shown how that is weighed.</summary>
    public static bool IsOfLatitude(string kind) => kind is LatitudeChanged or LatitudeOverridden;
}
