namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>
/// Room beside a view for what its reader made of it (its JSON, say), so that the next reader of the same view need not make it again. The view
/// of the next minute takes it over: what was made says of which view it is. Never crosses a process: a view from another silo has none. Safe from any thread; the last one written stays.
/// </summary>
public sealed class WrittenRoom
{
    private object? _written;

    public T? Read<T>()
        where T : class => Volatile.Read(ref _written) as T;

    public void Write(object written) => Volatile.Write(ref _written, written);
}
