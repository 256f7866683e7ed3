namespace AccountTwins.Domain.Decisions.Book;

/// <summary>Plays stored entries of an account's chain into its book.</summary>
public static class BookFold
{
    /// <summary>The book after one more entry. Throws <see cref="System.Text.Json.JsonException"/> for a body that cannot be read.</summary>
    public static DecisionBook Next(DecisionBook book, string kind, long number, DateTimeOffset at, ulong key, ReadOnlySpan<byte> body) => kind switch
    {
        EntryKinds.Decision => book.With(number, at, key, LedgerJson.Read<DecisionEntry>(body)),
        EntryKinds.Review => book.With(number, at, LedgerJson.Read<ReviewEntry>(body)),
        EntryKinds.Permit => book.With(number, at, LedgerJson.Read<PermitEntry>(body)),
        EntryKinds.Outcome => book.With(number, at, LedgerJson.Read<OutcomeEntry>(body)),
        EntryKinds.Label => book.With(number, at, LedgerJson.Read<LabelEntry>(body)),
        EntryKinds.Followed => book.With(number, at, LedgerJson.Read<FollowedEntry>(body)),
        EntryKinds.Settled => book.With(number, at, LedgerJson.Read<SettledEntry>(body)),
        EntryKinds.Override => book.With(number, at, LedgerJson.Read<OverrideEntry>(body)),
        _ => throw new System.Text.Json.JsonException($"Entry {number} is of a kind that this release does not know: {kind}."),
    };
}
