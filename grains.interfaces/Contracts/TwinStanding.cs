namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>Whether a twin could answer at all.</summary>
[GenerateSerializer]
// Between silos the numbers cross.
public enum TwinStanding
{
    Unspecified = 0,
    Ready = 1,

    /// <summary>No signal ever named this account.</summary>
    Unknown = 2,

    /// <summary>The row could not be read now; ask again.</summary>
    StoreUnavailable = 3,

    /// <summary>The row cannot be read by this program: damaged.</summary>
    Unreadable = 4,

    /// <summary>This activation lost its row to another and answers nothing more; ask again.</summary>
    Superseded = 5,

    /// <summary>The store refuses the row for its data.</summary>
    Refused = 6,

    /// <summary>The row was written by a newer release than this silo's; ask again: nothing is set aside, and a silo of that release answers.</summary>
    Newer = 7,
}
