using System.Text.Json.Serialization;

namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>
/// One account as readers see it, taken from the twin in one moment. Everything but <see cref="AsOf"/> and the ages in
/// <see cref="Feeds"/> stays the same until the twin, a feed's state or a rounded score changes.
/// Arrays are bounded by the twin; text in them came from outside and is shown as it came.
/// </summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-view")]
public sealed record AccountView
{
    [Id(0)]
    public required string Tenant { get; init; }

    [Id(1)]
    public required string Account { get; init; }

    /// <summary>Changes of the twin so far.</summary>
    [Id(2)]
    public required long Revision { get; init; }

    [Id(3)]
    public required AccountProfileView Profile { get; init; }

    /// <summary>Null: no contract was ever heard of.</summary>
    [Id(4)]
    public AccountContractView? Contract { get; init; }

    [Id(5)]
    public required AccountHealthView Health { get; init; }

    /// <summary>Open risk flags.</summary>
    [Id(6)]
    public AccountFlagView[] Flags { get; init; } = [];

    [Id(7)]
    public AccountStakeholderView[] Stakeholders { get; init; } = [];

    /// <summary>Open tickets, the oldest first.</summary>
    [Id(8)]
    public AccountTicketView[] Tickets { get; init; } = [];

    /// <summary>What was promised and is not kept yet, the earliest due first.</summary>
    [Id(9)]
    public AccountPromiseView[] Promises { get; init; } = [];

    /// <summary>Invoices that are overdue or failed and disputes that are open.</summary>
    [Id(15)]
    public AccountBillingProblemView[] BillingProblems { get; init; } = [];

    /// <summary>Moments that contract or support plan run against, the earliest first.</summary>
    [Id(10)]
    public AccountClockView[] Clocks { get; init; } = [];

    /// <summary>Rolling windows of what the account does.</summary>
    [Id(11)]
    public AccountMeasureView[] Measures { get; init; } = [];

    /// <summary>How far each stream has been applied.</summary>
    [Id(12)]
    public AccountPositionView[] Positions { get; init; } = [];

    /// <summary>Null: signals reach the twin. Otherwise the whole view is out of date.</summary>
    [Id(16)]
    public AccountParkedView? Parked { get; init; }

    /// <summary>In a context: what reviewers want agents to know, at most three, the nearest first. Null: nothing was approved.</summary>
    [Id(20)]
    public AccountLessonView[]? Lessons { get; init; }

    /// <summary>Null: the tenant's settings or the account's book cannot be read now.</summary>
    [Id(17)]
    public AccountValueView? Value { get; init; }

    /// <summary>Null like <see cref="Value"/>: then nothing is known to be allowed.</summary>
    [Id(18)]
    public AccountAutonomyView? Latitude { get; init; }

    /// <summary>Incidents that concern the account and are open. Null: the tenant's settings cannot be read now.</summary>
    [Id(19)]
    public AccountIncidentView[]? Incidents { get; init; }

    /// <summary>Scenarios of the account's last decisions, the newest first: what the lessons of a context that names no action are chosen by. Not on the wire.</summary>
    [Id(21), JsonIgnore]
    public string[] LateScenarios { get; init; } = [];

    /// <summary>The moment this view speaks of; what time alone changes in it is as of the minute's start.</summary>
    [Id(13)]
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>State and age of every feed of the tenant, one per family.</summary>
    [Id(14)]
    public AccountFeedView[] Feeds { get; init; } = [];

    /// <summary>Shared by all copies of a kept view, and by the next one; no part of what is shown or sent.</summary>
    [JsonIgnore]
    [field: NonSerialized]
    public WrittenRoom? Written { get; init; }
}
