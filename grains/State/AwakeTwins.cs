namespace AccountTwins.Grains.State;

/// <summary>
/// Room for the twins of this silo that are awake. When it is full the next one takes the place of one that was not used for a whole
/// round (the clock algorithm, a second chance for each), which goes to rest. Safe from any thread.
/// </summary>
public sealed class AwakeTwins(int max = AwakeTwins.Max)
{
    /// <summary>Twins awake at once: some 180 MB.</summary>
    public const int Max = 20_000;

    /// <summary>Places looked at for one that is not in use, before one that is has to go.</summary>
    private const int LooksMax = 8;

    private readonly HeldTwin?[] _places = new HeldTwin?[max];
    private uint _next;

    internal void Admit(HeldTwin twin)
    {
        if (Volatile.Read(ref _places[twin.Place]) == twin)
            return;
        for (var looks = 1; ; looks++)
        {
            var place = (int)((Interlocked.Increment(ref _next) - 1) % (uint)_places.Length);
            if (looks < LooksMax && Volatile.Read(ref _places[place])?.TakeTouched() == true)
                continue;
            twin.Place = place;
            Interlocked.Exchange(ref _places[place], twin)?.Rest();
            return;
        }
    }
}
