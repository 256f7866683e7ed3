namespace AccountTwins.Silo.Storage;

/// <summary>Keeps the last seen state of the store; a change of it is logged once, not once a caller.</summary>
internal sealed class StoreHealth(TimeProvider clock, ILogger<StoreHealth> logger)
{
    private readonly Lock gate = new();
    private StoreState current = new(true, clock.GetUtcNow(), null);

    public StoreState Current
    {
        get
        {
            lock (gate)
                return current;
        }
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref current).Reachable)
            return;
        lock (gate)
        {
            if (current.Reachable)
                return;
            var now = clock.GetUtcNow();
            logger.StoreIsBack((now - current.Since).TotalSeconds);
            current = new StoreState(true, now, current.LastError);
        }
    }

    public void Failed(Exception error)
    {
        lock (gate)
        {
            if (current.Reachable)
                logger.StoreIsAway(error, error.Message);
            current = new StoreState(false, current.Reachable ? clock.GetUtcNow() : current.Since, error.Message);
        }
    }
}
