namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>One line of a simulation's answer: progress, and at the end what would have changed.</summary>
public sealed record SimulationLine
{
    /// <summary>progress, report or failed.</summary>
    public required string Kind { get; init; }

    public long Accounts { get; init; }

    public long Decisions { get; init; }

    public SimulationView? Report { get; init; }

    /// <summary>With failed.</summary>
    public string? Code { get; init; }
}

/// <summary>What a playbook would have changed.</summary>
public sealed record SimulationView
{
    public long Accounts { get; init; }

    public long AccountsChanged { get; init; }

    /// <summary>Accounts whose stored twin could not be read, and that are in no other number.</summary>
    public long AccountsSkipped { get; init; }

    /// <summary>Some of the accounts that would change latitude.</summary>
    public AccountShiftView[] NamedAccounts { get; init; } = [];

    public LatitudeShiftView[] LatitudeShifts { get; init; } = [];

    public long Decisions { get; init; }

    public long DecisionsChanged { get; init; }

    public VerdictShiftView[] VerdictShifts { get; init; } = [];

    /// <summary>Some of the decisions that would have come out differently.</summary>
    public DecisionShiftView[] NamedDecisions { get; init; } = [];

    public required ReviewWorkView Before { get; init; }

    public required ReviewWorkView After { get; init; }
}

/// <summary>So many accounts of a tier and band would have another latitude for an action.</summary>
public sealed record LatitudeShiftView(string Tier, string Band, string Action, string From, string To, long Accounts);

/// <summary>An account that would have another latitude for some actions; tier and band as they are now.</summary>
public sealed record AccountShiftView(string Account, string Tier, string Band, LatitudeStepView[] Actions);

public sealed record LatitudeStepView(string Action, string From, string To);

public sealed record VerdictShiftView(string From, string To, long Decisions);

public sealed record DecisionShiftView(string Account, long Number, string From, string To, string[] Reasons);

/// <summary>What decisions ask of people; audits are expected ones.</summary>
public sealed record ReviewWorkView(long Approvals, long Handovers, double Audits);
