namespace AccountTwins.Domain.Decisions;

/// <summary>Where a ledger is not what was appended to it.</summary>
/// <param name="Subject">The chain; <see cref="OfRoots"/> for a fault of the roots themselves.</param>
/// <param name="Number">Of the entry, or of the root.</param>
public sealed record LedgerFault(string Subject, long Number, LedgerFaultKind Kind)
{
    /// <summary>Stands for the roots; no chain has this name.</summary>
    public const string OfRoots = "/roots";
}

/// <summary>What is wrong.</summary>
public enum LedgerFaultKind
{
    Unspecified = 0,

    /// <summary>The entry's hash is not that of its fields behind the entry before: one of them was changed, or entries changed places.</summary>
    Changed = 1,

    /// <summary>The entry with this number is not there, though later ones are.</summary>
    Missing = 2,

    /// <summary>The chain went at least this far once, and now ends before.</summary>
    Cut = 3,

    /// <summary>A root names another hash for this entry: the chain was written anew.</summary>
    Rewritten = 4,

    /// <summary>The root does not fit its own hash or the root before.</summary>
    RootChanged = 5,

    /// <summary>The root with this number is not there, though later ones are.</summary>
    RootMissing = 6,
}
