using System.Text;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Grains.Decisions;

/// <summary>
/// Keys of ledger entries that must not come twice. Stored values: the same input must give the same key for ever. Each kind begins with a
/// word of its own and lengths stand before texts, so that no two things share a key by the way they are written.
/// </summary>
internal static class RequestKeys
{
    /// <summary>An agent's own key for a request.</summary>
    public static ulong OfRequest(DecisionRequest request) => Of($"request\n{request.Agent.Id.Length}\n{request.Agent.Id}\n{request.IdempotencyKey}");

    /// <summary>What was done of a decision that was only watched, or without leave: the book may not know it, so the ledger says whether it was told.</summary>
    public static ulong OfOutcome(long decision) => Of($"outcome\n{decision}");

    /// <summary>One person's judgement of what was done.</summary>
    public static ulong OfAudit(long decision, string reviewer) => Of($"audit\n{decision}\n{reviewer}");

    /// <summary>One kind of thing that speaks against a decision.</summary>
    public static ulong OfLabel(long decision, WeakLabelKind kind) => Of($"label\n{decision}\n{(int)kind}");

    /// <summary>A turn, and no entry: one at a time looks at what became of decisions.</summary>
    public static readonly ulong Following = Of("following");

    /// <summary>One person's judgement of what they picked; one that was drawn is another matter.</summary>
    public static ulong OfDirected(long decision, string reviewer) => Of($"directed\n{decision}\n{reviewer}");

    /// <summary>One person's answer to what was handed over.</summary>
    public static ulong OfHandover(long decision, string reviewer) => Of($"handover\n{decision}\n{reviewer}");

    private static ulong Of(string text) => Hash64.Of(Encoding.UTF8.GetBytes(text));
}
