namespace AccountTwins.Silo.Mcp;

/// <summary>MCP over HTTP. Section <c>Mcp</c>.</summary>
public sealed class McpOptions
{
    public const string Section = "Mcp";

    /// <summary>
    /// Origins of web pages that may call <c>/mcp</c>, as https://host:port. Default none: pages of this machine alone, and every program that
    /// is no browser, which sends no origin. A page of another origin is refused even with a key.
    /// </summary>
    public string[] AllowedOrigins { get; set; } = [];

    public bool Allows(string origin) =>
        AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase) || Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.IsLoopback;
}
