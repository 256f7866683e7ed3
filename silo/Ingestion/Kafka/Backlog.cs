namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>Messages that were read and that no pump has looked at yet: where pumps are slower than the broker, they would fill the memory. Safe from any thread.</summary>
internal sealed class Backlog(int max)
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _room = new(true);
    private int _count;

    public void Add(int count) => Change(count);

    public void Remove(int count) => Change(-count);

    /// <summary>True as soon as there is room; false when there is none in all the time.</summary>
    public bool WaitForRoom(TimeSpan atMost) => _room.Wait(atMost);

    private void Change(int by)
    {
        lock (_lock)
        {
            _count += by;
            if (_count < max)
                _room.Set();
            else
                _room.Reset();
        }
    }
}
