using System.Globalization;
using System.Text.Json;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Mcp.Doors;
using AccountTwins.Silo.Api;
using AccountTwins.Silo.Security;
using Microsoft.Extensions.Primitives;

namespace AccountTwins.Silo.Mcp;

/// <summary>The twins for one request to <c>/mcp</c>, with the credential of that request and nothing beyond it.</summary>
internal sealed class SiloDoor(HttpContext outer, InnerRoutes routes, AgentBody agent) : ITwinsDoor
{
    public AgentBody Agent => agent;

    public bool May(TwinsRoute route) => ScopeGate.RefusalOf(outer.Credential(), routes.ScopesOf(route)) is null;

    public Task<DoorAnswer> ResolveAsync(string kind, string identifier, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Resolve, null, new Parameters().With(kind, identifier), null, cancellationToken);

    public Task<DoorAnswer> AccountAsync(string account, CancellationToken cancellationToken) => AskAsync(TwinsRoute.Account, account, null, null, cancellationToken);

    public Task<DoorAnswer> ContextAsync(string account, ContextAsk ask, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Context, account, new Parameters().With("maxStaleness", ask.MaxStaleness).With("action", ask.Action), null, cancellationToken);

    public Task<DoorAnswer> PromptAsync(string account, ContextAsk ask, CancellationToken cancellationToken) => AskAsync(
        TwinsRoute.Context,
        account,
        new Parameters().With("format", "prompt").With("maxStaleness", ask.MaxStaleness).With("action", ask.Action).With("contact", ask.Contact),
        null,
        cancellationToken);

    public Task<DoorAnswer> FindAsync(FindAsk ask, CancellationToken cancellationToken) => AskAsync(
        TwinsRoute.Find,
        null,
        new Parameters().With("q", ask.Text).With("band", ask.Band).With("segment", ask.Segment).With("owner", ask.Owner).With("sort", ask.Sort)
            .With("flagged", ask.IsFlagged switch { null => null, true => "true", false => "false" })
            .With("renewalBefore", ask.RenewalBefore?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .With("limit", ask.Limit).With("cursor", ask.Cursor),
        null,
        cancellationToken);

    public Task<DoorAnswer> DecideAsync(string account, DecisionBody request, CancellationToken cancellationToken) => AskAsync(
        TwinsRoute.Decide, account, null, JsonSerializer.SerializeToUtf8Bytes(request, ApiJson.Default.DecisionBody), cancellationToken);

    public Task<DoorAnswer> DecisionAsync(string decision, int waitSeconds, string? claim, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Decision, decision, new Parameters().With("wait", waitSeconds).With("claim", claim), null, cancellationToken);

    public Task<DoorAnswer> PermitAsync(string decision, string? claim, CancellationToken cancellationToken) =>
        AskAsync(TwinsRoute.Permit, decision, new Parameters().With("claim", claim), null, cancellationToken);

    public Task<DoorAnswer> OutcomeAsync(string decision, OutcomeBody outcome, CancellationToken cancellationToken) => AskAsync(
        TwinsRoute.Outcome, decision, null, JsonSerializer.SerializeToUtf8Bytes(outcome, ApiJson.Default.OutcomeBody), cancellationToken);

    private async Task<DoorAnswer> AskAsync(TwinsRoute route, string? subject, Parameters? query, byte[]? body, CancellationToken cancellationToken)
    {
        var request = new InnerRequest(outer.RequestServices, outer.Credential())
        {
            Subject = subject,
            Query = query is null ? null : new QueryCollection(query.All),
            Body = body,
            TraceId = outer.TraceIdentifier,
            From = outer.Connection.RemoteIpAddress,
        };
        var (status, answer) = await routes.AskAsync(route, request, cancellationToken);
        return new DoorAnswer(status, answer);
    }

    /// <summary>A query; what is null is left out.</summary>
    private sealed class Parameters
    {
        public Dictionary<string, StringValues> All { get; } = new(StringComparer.OrdinalIgnoreCase);

        public Parameters With(string name, string? value)
        {
            if (value is not null)
                All[name] = value;
            return this;
        }

        public Parameters With(string name, int? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));
    }
}
