using System.Text.Json;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>One line of an audit's answer: progress while it reads, and at the end what it found.</summary>
public sealed record AuditLine
{
    /// <summary>progress, report, or failed: the check could not be finished, and nothing is known of what it had not read.</summary>
    public required string Kind { get; init; }

    public long Roots { get; init; }

    public long Chains { get; init; }

    public long Entries { get; init; }

    /// <summary>With a report.</summary>
    public bool? IsSound { get; init; }

    /// <summary>With a report: to compare with one that was kept elsewhere.</summary>
    public AuditRoot? NewestRoot { get; init; }

    public AuditFault[]? Faults { get; init; }

    /// <summary>There were more faults than are listed.</summary>
    public bool? MoreFaults { get; init; }

    /// <summary>With failed: a stable code.</summary>
    public string? Code { get; init; }

    public const string Progress = "progress";
    public const string Report = "report";
    public const string Failed = "failed";
}

/// <summary>One hash over all chains at a moment.</summary>
public sealed record AuditRoot(long Number, DateTimeOffset At, int Chains, string Hash);

/// <summary>A root as the ledger holds it.</summary>
public sealed record AuditRootAnswer
{
    /// <summary>Null where there is none: no root of this number, or none at all yet.</summary>
    public AuditRoot? Root { get; init; }

    /// <summary>Hash of the root before, which this one covers too; null for the first.</summary>
    public string? Previous { get; init; }
}

/// <summary>One place where the ledger is not what was appended to it.</summary>
/// <param name="Subject">The chain: an account, a setting's chain beginning with '/', or <c>/roots</c>.</param>
/// <param name="Number">Of the entry, or of the root.</param>
/// <param name="Fault">changed, missing, cut, rewritten, root_changed or root_missing.</param>
public sealed record AuditFault(string Subject, long Number, string Fault);

/// <summary>A page of one chain.</summary>
public sealed record AuditEntriesAnswer
{
    public required AuditEntry[] Entries { get; init; }

    /// <summary>The number of the last entry that was read: <c>after</c> of the next page.</summary>
    public required long Next { get; init; }

    public bool HasMore { get; init; }
}

/// <summary>One entry of a chain, as it was appended.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="At">When it was appended.</param>
/// <param name="Kind">What the body is: decision, review, permit, outcome, override, label, …</param>
/// <param name="Hash">SHA-256 over the entry before and all of this one.</param>
/// <param name="Body">As it is stored.</param>
public sealed record AuditEntry(long Number, DateTimeOffset At, string Kind, string Hash, JsonElement Body);
