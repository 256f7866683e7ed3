using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Agents.Outcomes;

/// <summary>An outcome and the decision it belongs to: told again, it is the same report.</summary>
public sealed record QueuedOutcome
{
    public required string Decision { get; init; }

    public required OutcomeBody Outcome { get; init; }

    public required DateTimeOffset At { get; init; }
}
