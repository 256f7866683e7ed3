using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api.Context;

namespace AccountTwins.Silo.Api.Accounts;

/// <summary>
/// The part of an account's JSON that does not move with the seconds: all but <c>asOf</c> and <c>feeds</c>, its last two properties. Kept beside
/// the view, because writing and hashing it is most of the work of an answer.
/// </summary>
internal sealed class StillJson
{
    private readonly AccountView _of;

    private StillJson(AccountView of, ReadOnlySpan<byte> json, StillJson? before)
    {
        // Inside a JSON string a quote is escaped, so these bytes can only be the property; feeds hold no such property.
        var end = json.LastIndexOf(",\"asOf\":"u8);
        if (end < 0)
            throw new InvalidOperationException("The account was written without its moment.");
        _of = of with { AsOf = default, Feeds = [] };
        var still = json[..(end + 1)];
        // A view is made anew each minute and seldom says anything new: the same bytes twice would be what collections move.
        (Bytes, Hash) = before is not null && still.SequenceEqual(before.Bytes) ? (before.Bytes, before.Hash) : (still.ToArray(), ContextTag.Hash(still[..^1]));
    }

    /// <summary>From the opening brace to the comma before <c>asOf</c>.</summary>
    public byte[] Bytes { get; }

    public ulong Hash { get; }

    public static StillJson Of(AccountView view)
    {
        if (view.Written is not { } room)
            return Write(view, null);
        var kept = room.Read<StillJson>();
        if (kept is not null && kept.IsOf(view))
            return kept;
        var written = Write(view, kept);
        room.Write(written);
        return written;
    }

    /// <summary>Parts are compared by reference first, so this costs next to nothing; a reader that changed any part of its copy gets it written anew.</summary>
    private bool IsOf(AccountView view) => view with { AsOf = _of.AsOf, Feeds = _of.Feeds, Lessons = Same(view.Lessons, _of.Lessons) } == _of;

    /// <summary>Lessons are chosen anew for each reader, mostly the same.</summary>
    private static AccountLessonView[]? Same(AccountLessonView[]? lessons, AccountLessonView[]? before) =>
        lessons is not null && before is not null && lessons.AsSpan().SequenceEqual(before) ? before : lessons;

    private static StillJson Write(AccountView view, StillJson? before) =>
        JsonAnswer.Write(view, ApiJson.Default.AccountView, (view, before), static (json, state) => new StillJson(state.view, json, state.before));
}
