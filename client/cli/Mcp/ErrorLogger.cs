using AccountTwins.Client.Agents;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Cli.Mcp;

/// <summary>Warnings and worse on standard error, which clients keep as the server's log; standard output belongs to the protocol.</summary>
internal sealed class ErrorLogger(TextWriter error) : ILogger<AgentClient>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            error.WriteLine(exception is null ? formatter(state, null) : $"{formatter(state, exception)} {exception}");
    }
}
