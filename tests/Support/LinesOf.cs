using Microsoft.Extensions.Logging;

namespace AccountTwins.Tests.Support;

/// <summary>Keeps event ids.</summary>
internal sealed class LinesOf<T> : ILogger<T>
{
    private readonly List<int> ids = [];

    public IReadOnlyList<int> Ids
    {
        get
        {
            lock (ids)
                return [.. ids];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (ids)
            ids.Add(eventId.Id);
    }
}
