namespace AccountTwins.Silo.Observability;

/// <summary>
/// Keeps what requests carry out of the log, whatever levels are set: it is to lie in twins and not in collectors of logs.
/// </summary>
internal static class QuietRequests
{
    private static readonly string[] Categories =
    [
        // At Information a line for each request, with its query: /v1/accounts/resolve?contact=kim@…
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        // At Debug the line or the header that the server could not read, and that may be the one with the key.
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
    ];

    public static IServiceCollection AddQuietRequests(this IServiceCollection services) =>
        services.PostConfigure<LoggerFilterOptions>(options =>
        {
            // Of rules for one category the last counts, but before it one that names the provider, as Logging:Console:LogLevel does: so there is one for each.
            foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToArray())
            {
                foreach (var category in Categories)
                    options.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Warning, null));
            }
        });
}
