using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Agents;

/// <summary>What an agent wants to do for an account: asked for once, however often it is sent.</summary>
public sealed record AgentAction
{
    public required string Account { get; init; }

    /// <summary>1 to 8 acts, allowed together or not at all.</summary>
    public required ActionBody[] Acts { get; init; }

    /// <summary>The same key is the same request, for good: make it of what is done (ticket, step, attempt), so that a restart asks for the same.</summary>
    public string IdempotencyKey { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>The person for whom the agent acts; may not approve it.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Whom the agent talks to.</summary>
    public string? Contact { get; init; }

    /// <summary>Amounts of one conversation add up, and those of a day that name none; the ticket's id, where there is one.</summary>
    public string? Conversation { get; init; }

    public bool PersonAskedFor { get; init; }

    /// <summary>Seconds that a required feed may be old.</summary>
    public int? MaxStaleness { get; init; }

    /// <summary>
    /// Obligations (<see cref="Permits.ObligationWords"/>) that the code of the act keeps itself, beside those that the guard keeps. What is not named
    /// here is declared as unsupported, and where the playbook asks for it the answer is an approval by a person.
    /// </summary>
    public string[] Keeps { get; init; } = [];

    /// <summary>One act.</summary>
    public static AgentAction Of(string account, string type, string? category = null, decimal? amount = null, string? currency = null, string? draft = null, DateOnly? due = null) => new()
    {
        Account = account,
        Acts = [new ActionBody { Type = type, Category = category, Amount = amount, Currency = currency, Draft = draft, Due = due }],
    };
}
