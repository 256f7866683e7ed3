using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Tests.Support;

/// <summary>Keeps all that any formatter could write: text, values, scopes and exceptions of every category, at the most talkative level.</summary>
internal sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<(string Category, string Text)> Lines { get; } = new();

    /// <summary>As an operator would who wants to see everything: for all providers, and for this one by its name.</summary>
    public void Listen(IServiceCollection services)
    {
        services.AddLogging(logging => logging.AddProvider(this));
        services.Configure<LoggerFilterOptions>(options =>
        {
            options.Rules.Clear();
            options.MinLevel = LogLevel.Trace;
            options.Rules.Add(new LoggerFilterRule(typeof(CapturedLog).FullName, "Microsoft.AspNetCore.Hosting", LogLevel.Trace, null));
        });
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Category(CapturedLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var parts = new List<string> { formatter(state, exception), Values(state), exception?.ToString() ?? "" };
            log._scopes.ForEachScope(static (scope, parts) => parts.Add($"{scope} {Values(scope)}"), parts);
            log.Lines.Enqueue((name, string.Join(' ', parts)));
        }

        private static string Values(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")) : "";
    }
}
