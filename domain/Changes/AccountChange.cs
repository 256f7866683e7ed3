using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Risk;

namespace AccountTwins.Domain.Changes;

/// <summary>
/// What is told to the outside when it has come to be. A closed family; each member knows its cause, from which its id is made, so that a
/// replay of the same past announces nothing under a second name.
/// </summary>
/// <param name="At">When it happened, by the time of what brought it about.</param>
public abstract record AccountChange(DateTimeOffset At)
{
    /// <summary>The score went from one known band into another. Silence about the band is no crossing: the last known one stays.</summary>
    /// <param name="Number">Counts an account's crossings from 1.</param>
    /// <param name="From">The band known before.</param>
    /// <param name="To">The band now.</param>
    /// <param name="ScoreTenths">0 to 1,000, in the new band.</param>
    public sealed record BandCrossed(int Number, HealthBand From, HealthBand To, int ScoreTenths, DateTimeOffset At) : AccountChange(At);

    public sealed record FlagOpened(RiskFlag Flag) : AccountChange(Flag.OpenedAt);

    public sealed record FlagClosed(RiskFlag Flag) : AccountChange(Flag.ClosedAt ?? Flag.OpenedAt);

    /// <summary>Learning or a person moved, held or offered a step of a scenario's latitude.</summary>
    /// <param name="Number">Of the entry in the tenant's chain.</param>
    /// <param name="Scenario">action~category~tier.</param>
    /// <param name="Release">The agent release that it holds for.</param>
    /// <param name="Change">What happened, with its numbers.</param>
    public sealed record LatitudeMoved(long Number, string Scenario, string Release, LatitudeChange Change) : AccountChange(Change.At);

    /// <summary>A person bound or widened what agents may do for this account, or took that back. A proposal changes nothing yet, and is not told.</summary>
    /// <param name="Number">Of the entry in the account's chain.</param>
    /// <param name="Entry">What was done.</param>
    public sealed record LatitudeOverridden(long Number, OverrideEntry Entry, DateTimeOffset At) : AccountChange(At);

    /// <summary>People take over a conversation. Told once while they have it, not with every question about it.</summary>
    /// <param name="Number">Of the decision's entry in the account's chain.</param>
    public sealed record HandedOver(long Number, HandoverNotice Notice, DateTimeOffset At) : AccountChange(At);

    /// <summary>A decision waits for a person.</summary>
    /// <param name="Number">Of the entry in the account's chain that put it there.</param>
    public sealed record ReviewAwaited(long Number, AwaitedReview Review, DateTimeOffset At) : AccountChange(At);

    /// <summary>A person has answered what waited. Audits are not announced: an agent is never told of them, and a second reviewer judges blind.</summary>
    /// <param name="Number">Of the review's entry in the account's chain.</param>
    /// <param name="DecisionId">The decision.</param>
    /// <param name="Scenario">action~category~tier.</param>
    /// <param name="Review">The answer.</param>
    public sealed record ReviewDone(long Number, string DecisionId, string Scenario, ReviewEntry Review, DateTimeOffset At) : AccountChange(At);
}

/// <summary>Who takes over, what, why and by when.</summary>
/// <param name="DecisionId">The decision that was escalated.</param>
/// <param name="Scenario">action~category~tier.</param>
/// <param name="AgentRelease">Who asked.</param>
/// <param name="Conversation">As the agent named it; null where it did not.</param>
/// <param name="To">owner, specialist or swarm.</param>
/// <param name="Owner">The account's owner, where known.</param>
/// <param name="DueAt">When a person should have answered, by the support plan.</param>
/// <param name="Reasons">What speaks for it, the answers' own.</param>
public sealed record HandoverNotice(
    string DecisionId, string Scenario, string AgentRelease, string? Conversation, string To, string? Owner, DateTimeOffset DueAt, IReadOnlyList<Reason> Reasons);

/// <summary>What waits, and for whom.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="Scenario">action~category~tier.</param>
/// <param name="AgentRelease">Who asks.</param>
/// <param name="Role">csm, lead or executive: the least who may decide it.</param>
/// <param name="People">Different people that it takes.</param>
/// <param name="DueAt">When it should be decided.</param>
/// <param name="ExpiresAt">When it counts as denied.</param>
public sealed record AwaitedReview(string DecisionId, string Scenario, string AgentRelease, string Role, int People, DateTimeOffset DueAt, DateTimeOffset ExpiresAt);

/// <summary>
/// The changes that one revision of a twin brought about, on their way out. Not part of what a twin is: all of them are equal, so that twins
/// compare by their state alone.
/// </summary>
public sealed class NewChanges(IReadOnlyList<AccountChange> items) : IEquatable<NewChanges>
{
    public static readonly NewChanges None = new([]);

    public IReadOnlyList<AccountChange> Items { get; } = items;

    public bool Equals(NewChanges? other) => other is not null;

    public override bool Equals(object? obj) => obj is NewChanges;

    public override int GetHashCode() => 0;

    public override string ToString() => $"{Items.Count} changes";
}
