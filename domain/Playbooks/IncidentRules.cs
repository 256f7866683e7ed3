namespace AccountTwins.Domain.Playbooks;

/// <summary>When severe trouble at several accounts counts as one incident, and when it is over.</summary>
public sealed record IncidentRules
{
    /// <summary>Whether incidents are opened by themselves; people may declare them anyway.</summary>
    public bool Detect { get; init; } = true;

    /// <summary>Distinct accounts, at least.</summary>
    public int Accounts { get; init; } = 5;

    /// <summary>Minutes within which they report it, by the times of their signals.</summary>
    public int WindowMinutes { get; init; } = 60;

    /// <summary>Times as many accounts as are usual in such a window over the last four weeks, at least.</summary>
    public decimal TimesUsual { get; init; } = 3m;

    /// <summary>Minutes without another report after which a detected incident is over.</summary>
    public int QuietMinutes { get; init; } = 240;

    /// <summary>Minutes for which a detected incident that a person closed is not opened again.</summary>
    public int ReopenMinutes { get; init; } = 240;
}
