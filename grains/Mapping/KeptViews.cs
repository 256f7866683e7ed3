namespace AccountTwins.Grains.Mapping;

/// <summary>
/// Room for the views that this silo keeps, whoever was read lately: a view takes about as much memory as a twin, so the one that came
/// in first goes when there are too many. Safe from any thread.
/// </summary>
public sealed class KeptViews(int max = KeptViews.Max)
{
    /// <summary>Views kept at once: some 120 MB with what readers wrote of them.</summary>
    public const int Max = 10_000;

    private readonly KeptView?[] _places = new KeptView?[max];
    private uint _next;

    internal void Admit(KeptView view)
    {
        if (Volatile.Read(ref _places[view.Place]) == view)
            return;
        view.Place = (int)((Interlocked.Increment(ref _next) - 1) % (uint)_places.Length);
        Interlocked.Exchange(ref _places[view.Place], view)?.Release();
    }
}
