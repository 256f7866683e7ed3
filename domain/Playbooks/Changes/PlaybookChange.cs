using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Playbooks.Changes;

/// <summary>What a change does to verdicts. Numbers are stored.</summary>
public enum ChangeDirection : byte
{
    Unspecified = 0,

    /// <summary>No verdict gets looser or stricter by it.</summary>
    Neither = 1,

    /// <summary>No verdict gets looser by it.</summary>
    Tightens = 2,

    /// <summary>No verdict gets stricter by it.</summary>
    Loosens = 3,

    /// <summary>It may do either, by the case.</summary>
    Unclear = 4,
}

/// <summary>One difference between two playbooks.</summary>
/// <param name="Path">Items of lists by their names: <c>actions[grant_credit].caps.small</c>.</param>
/// <param name="Before">In the file's words; null where it was not there.</param>
/// <param name="After">In the file's words; null where it is gone.</param>
public sealed record PlaybookChange(string Path, string? Before, string? After, ChangeDirection Direction);

/// <summary>All differences between two playbooks, in the order of the file.</summary>
public sealed record PlaybookChanges(ValueList<PlaybookChange> Items)
{
    /// <summary>Neither when nothing changes verdicts; unclear when some changes tighten and others loosen.</summary>
    public ChangeDirection Direction { get; } = Together(Items.Select(item => item.Direction));

    internal static ChangeDirection Together(IEnumerable<ChangeDirection> directions) =>
        directions.Aggregate(ChangeDirection.Neither, (all, one) => (all, one) switch
        {
            (_, ChangeDirection.Neither) => all,
            (ChangeDirection.Neither, _) => one,
            _ => all == one ? all : ChangeDirection.Unclear,
        });
}
