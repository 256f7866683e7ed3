using AccountTwins.Domain.Risk;

namespace AccountTwins.Domain.Changes;

/// <summary>What an evaluation of risk changed. Looked at after each one, so that a batch in which a flag opens and closes tells both.</summary>
internal static class RiskChanges
{
    /// <param name="before">The state before the evaluation.</param>
    /// <param name="after">The state after it.</param>
    /// <param name="scoreTenths">The score that it saw.</param>
    /// <param name="at">Its moment.</param>
    /// <param name="changes">Takes them; made when there is a first one.</param>
    public static void Note(RiskState before, RiskState after, int? scoreTenths, DateTimeOffset at, ref List<AccountChange>? changes)
    {
        if (ReferenceEquals(before, after))
            return;
        if (after.Crossings > before.Crossings)
            (changes ??= []).Add(new AccountChange.BandCrossed(after.Crossings, before.Band, after.Band, scoreTenths ?? 0, at));
        if (before.Open is not null && after.Open is null)
            (changes ??= []).Add(new AccountChange.FlagClosed(after.History[0]));
        else if (before.Open is null && after.Open is { } opened)
            (changes ??= []).Add(new AccountChange.FlagOpened(opened));
    }
}
