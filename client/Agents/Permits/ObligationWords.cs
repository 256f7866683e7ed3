namespace AccountTwins.Client.Agents.Permits;

/// <summary>The closed list of obligations, as on the wire, and which of them the guard keeps by itself.</summary>
public static class ObligationWords
{
    /// <summary>Spend no more: the guard hands the act the lower amount, and refuses a report of more.</summary>
    public const string CapAmount = "cap_amount";

    /// <summary>Report: the guard does, whatever happens.</summary>
    public const string ReportOutcome = "report_outcome";

    /// <summary>Not before a moment: the guard waits for it as long as the permit holds.</summary>
    public const string Delay = "delay";

    /// <summary>Use the text block of this id.</summary>
    public const string UseTemplate = "use_template";

    /// <summary>Tell the customer that an AI writes.</summary>
    public const string DiscloseAi = "disclose_ai";

    /// <summary>Promise nothing new.</summary>
    public const string NoNewCommitment = "no_new_commitment";

    /// <summary>State no fact about invoices, payments or prices.</summary>
    public const string NoBillingFact = "no_billing_fact";

    /// <summary>Send a copy to a role.</summary>
    public const string Copy = "copy";

    /// <summary>Kept by the guard itself; no code of the act is needed.</summary>
    public static readonly IReadOnlyList<string> OfTheGuard = [CapAmount, ReportOutcome, Delay];

    public static readonly IReadOnlyList<string> All = [CapAmount, ReportOutcome, UseTemplate, DiscloseAi, NoNewCommitment, NoBillingFact, Copy, Delay];
}
