using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Latitudes;

namespace AccountTwins.Domain.Learning;

/// <summary>One thing that a scenario learned from or that a person did to it, with the rules that held. Stored: kinds and fields are only ever added.</summary>
public abstract record ScenarioEntry
{
    public int SchemaVersion { get; init; } = 1;

    public sealed record Reviewed(string Id, string Release, ObservedReview Review, LearningRules Rules) : ScenarioEntry;

    /// <summary>Two people judged the same decision, each without seeing the other.</summary>
    public sealed record ReviewedTwice(string Id, string Release, Judgement First, Judgement Second, LearningRules Rules) : ScenarioEntry;

    public sealed record OutcomeSeen(string Id, string Release, bool SpeaksAgainst, LearningRules Rules) : ScenarioEntry;

    /// <summary>What the parent knew without this scenario.</summary>
    public sealed record Borrowed(string Release, WeightedAgreement Others, LearningRules Rules) : ScenarioEntry;

    /// <summary>A person did something. Release null: to all of them.</summary>
    /// <param name="Proposer">Of a reset that loosens: who asked for the same before.</param>
    public sealed record Acted(string? Release, ScenarioAct Act, Latitude To, string By, string Reason, LearningRules Rules, string? Proposer = null) : ScenarioEntry;

    /// <summary>One person wants a reset that loosens; nothing changes until a second one does.</summary>
    public sealed record ResetProposed(string? Release, Latitude To, string By, string Reason) : ScenarioEntry;

    /// <summary>The tenant's settings have taken a change.</summary>
    public sealed record Announced(string Release, long Change) : ScenarioEntry;

    /// <summary>In a parent: a review of a scenario below it.</summary>
    public sealed record ChildReviewed(string Id, string Scenario, string Release, int Score, double Probability, double DaysUntilHalf) : ScenarioEntry;

    public static string KindOf(ScenarioEntry entry) => entry switch
    {
        Reviewed => "reviewed",
        ReviewedTwice => "reviewed_twice",
        OutcomeSeen => "outcome_seen",
        Borrowed => "borrowed",
        Acted => "acted",
        ResetProposed => "reset_proposed",
        Announced => "announced",
        ChildReviewed => "child_reviewed",
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "No kind of entry."),
    };

    /// <summary>Reads a stored body. Throws <see cref="JsonException"/> for a kind or a form that this release does not know.</summary>
    public static ScenarioEntry Read(string kind, ReadOnlySpan<byte> body) => kind switch
    {
        "reviewed" => LedgerJson.Read<Reviewed>(body),
        "reviewed_twice" => LedgerJson.Read<ReviewedTwice>(body),
        "outcome_seen" => LedgerJson.Read<OutcomeSeen>(body),
        "borrowed" => LedgerJson.Read<Borrowed>(body),
        "acted" => LedgerJson.Read<Acted>(body),
        "reset_proposed" => LedgerJson.Read<ResetProposed>(body),
        "announced" => LedgerJson.Read<Announced>(body),
        "child_reviewed" => LedgerJson.Read<ChildReviewed>(body),
        _ => throw new JsonException($"An entry is of a kind that this release does not know: {kind}."),
    };

    /// <summary>The body to store.</summary>
    public static byte[] Write(ScenarioEntry entry) => LedgerJson.Write<object>(entry);
}

/// <summary>What people do to a scenario. Numbers are stored.</summary>
public enum ScenarioAct : byte
{
    Unspecified = 0,
    Freeze = 1,
    Unfreeze = 2,

    /// <summary>Has looked at the severe error.</summary>
    Release = 3,

    /// <summary>Sets the step, and counts from here on.</summary>
    Reset = 4,

    /// <summary>Grants the step that is offered.</summary>
    AcceptOffer = 5,
}
