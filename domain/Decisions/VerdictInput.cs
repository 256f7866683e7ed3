using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>Everything that a verdict follows from. The same input and the same playbook give the same verdict, byte for byte.</summary>
public sealed record VerdictInput
{
    public required DateTimeOffset Now { get; init; }

    public required DecisionRequest Request { get; init; }

    public required AccountFacts Account { get; init; }

    public required TenantFacts Tenant { get; init; }

    /// <summary>One for each action asked for, in their order.</summary>
    public required ValueList<ActionFacts> Actions { get; init; }

    public OverrideFact? Override { get; init; }

    /// <summary>The open ticket that the request's conversation is; null where it is none or nobody filed it, as in decisions from before it was looked at.</summary>
    public TicketFact? Ticket { get; init; }

    /// <summary>Decisions whose promises the CRM says are kept or broken; null: none, as in decisions from before it was looked at. No rule looks at it: it is for the account's book.</summary>
    public ValueList<long>? PromisesOver { get; init; }

    /// <summary>The input under which an approval is used: what it waited for is decided, so a full queue says nothing about it.</summary>
    public VerdictInput AtUse() => this with { Tenant = Tenant with { IsReviewQueueFull = false } };
}

/// <summary>What holds for the whole tenant.</summary>
public sealed record TenantFacts
{
    /// <summary>Hash of the playbook that judges.</summary>
    public required string Playbook { get; init; }

    /// <summary>Hash of the renewals that survival was fitted to; null: none, and survival is as the playbook assumes.</summary>
    public string? Renewals { get; init; }

    /// <summary>Switches, latitudes and playbook were asked for too long ago to be relied on.</summary>
    public bool IsPolicyStale { get; init; }

    /// <summary>A product-wide incident is declared.</summary>
    public bool HasIncident { get; init; }

    /// <summary>No more approvals can wait.</summary>
    public bool IsReviewQueueFull { get; init; }
}

/// <summary>What holds for one of the actions.</summary>
public sealed record ActionFacts
{
    /// <summary>type~category~tier.</summary>
    public required string Scenario { get; init; }

    /// <summary>What its reviews have left of latitude; null: nothing was taken.</summary>
    public Latitude? ScenarioLatitude { get; init; }

    /// <summary>The switch that stops it, or null.</summary>
    public string? KillSwitch { get; init; }

    /// <summary>The breaker that holds this agent release down, or null.</summary>
    public string? Breaker { get; init; }

    /// <summary>The release's hourly slice covers it.</summary>
    public bool ReleaseBudgetCovers { get; init; } = true;

    /// <summary>Of a dry run, which leases nothing: only a lease would tell whether the hour covers it. Else null.</summary>
    public bool? ReleaseBudgetUnknown { get; init; }

    /// <summary>Spent and reserved of this action for the account, in base currency.</summary>
    public decimal SpentDay { get; init; }

    public decimal SpentMonth { get; init; }

    public int CountDay { get; init; }

    public int CountMonth { get; init; }

    /// <summary>Spent, reserved and asked for in the same conversation, in base currency; where none is named, of the day in all that name none.</summary>
    public decimal SpentConversation { get; init; }

    /// <summary>An earlier request of the same kind in the conversation, whose answer still stands.</summary>
    public LinkedFact? Linked { get; init; }

    /// <summary>True: an agent promised another day, or none, in the conversation, and that is open, or it may be. Else null, as in decisions from before it was looked at.</summary>
    public bool? PromisedOtherwise { get; init; }

    /// <summary>No more reservations can be kept for the account.</summary>
    public bool IsBookFull { get; init; }
}

/// <summary>An earlier decision of the same conversation and action.</summary>
public sealed record LinkedFact(long Number, VerdictKind Kind);

/// <summary>What the support system says of the ticket that a request is about, whatever the agent says.</summary>
/// <param name="Category">Support's own word for it; null: so many are open that the conversation may be one that is not kept.</param>
public sealed record TicketFact(string? Category);

/// <summary>What people set for the account.</summary>
/// <param name="AtMost">A ceiling, or null.</param>
/// <param name="Instead">Stands in for the playbook's cell, or null.</param>
public sealed record OverrideFact(Latitude? AtMost, Latitude? Instead);
