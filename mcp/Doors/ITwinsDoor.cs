using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Mcp.Doors;

/// <summary>
/// How the tools reach the twins: in the silo the very handlers of the HTTP routes, in <c>twins mcp</c> the .NET client. Every answer is
/// the one of HTTP; a refusal is an answer and no exception.
/// </summary>
public interface ITwinsDoor
{
    /// <summary>Release and model of the agent, as its connection says: a model does not choose under which release it is judged.</summary>
    AgentBody Agent { get; }

    /// <summary>Whether the credential's scopes reach this; true where only the service knows.</summary>
    bool May(TwinsRoute route);

    /// <param name="kind">contact, domain, ticket or external.</param>
    /// <param name="identifier">As the caller knows it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DoorAnswer> ResolveAsync(string kind, string identifier, CancellationToken cancellationToken);

    Task<DoorAnswer> AccountAsync(string account, CancellationToken cancellationToken);

    Task<DoorAnswer> ContextAsync(string account, ContextAsk ask, CancellationToken cancellationToken);

    /// <summary>The context as Markdown.</summary>
    Task<DoorAnswer> PromptAsync(string account, ContextAsk ask, CancellationToken cancellationToken);

    Task<DoorAnswer> FindAsync(FindAsk ask, CancellationToken cancellationToken);

    Task<DoorAnswer> DecideAsync(string account, DecisionBody request, CancellationToken cancellationToken);

    Task<DoorAnswer> DecisionAsync(string decision, int waitSeconds, string? claim, CancellationToken cancellationToken);

    Task<DoorAnswer> PermitAsync(string decision, string? claim, CancellationToken cancellationToken);

    Task<DoorAnswer> OutcomeAsync(string decision, OutcomeBody outcome, CancellationToken cancellationToken);
}
