using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Following;

/// <summary>
/// Finds what came after a decision and speaks against it: what the twin says, held against what the book follows. By the ticket where the
/// decision's conversation is one, else by the account, for a shorter time.
/// </summary>
public static class WeakLabels
{
    /// <summary>For what is joined by the account alone, and for a contact about the same matter.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(48);

    /// <summary>What is not recorded yet, by the order of the decisions and then of the kinds. Late signals count as long as the decision is followed.</summary>
    public static List<WeakLabel> Find(AccountTwin twin, DecisionBook book, Playbook playbook)
    {
        var found = new List<WeakLabel>();
        foreach (var decision in book.Followed)
        {
            var ticket = decision.Ticket is { } name ? twin.Tickets[name] : null;
            Add(found, decision, WeakLabelKind.Reopened, Reopened(twin, decision, ticket));
            Add(found, decision, WeakLabelKind.ContactAgain, ContactAgain(twin, decision, ticket));
            Add(found, decision, WeakLabelKind.PoorRating, PoorRating(twin, decision, ticket));
            Add(found, decision, WeakLabelKind.Disputed, Disputed(twin, decision, playbook));
            Add(found, decision, WeakLabelKind.TakenOver, ticket is { } its ? TakenOver(decision, its) : null);
        }

        return found;
    }

    private static void Add(List<WeakLabel> found, FollowedDecision decision, WeakLabelKind kind, (DateTimeOffset At, string? Subject)? fact)
    {
        if (fact is { } happened && !decision.Labels.Contains(kind))
            found.Add(new WeakLabel(decision.Number, kind, happened.At, happened.Subject));
    }

    private static (DateTimeOffset, string?)? Reopened(AccountTwin twin, FollowedDecision decision, Ticket? its)
    {
        if (its is { } ticket)
            return ticket.ReopenedAt is { } again && IsAfter(decision, again, FollowedDecision.FollowedFor) ? (again, ticket.Id) : null;
        foreach (var other in twin.Tickets.Items)
        {
            if (other.ReopenedAt is { } at && IsAfter(decision, at, Soon) && MayBeAbout(decision, other.Category))
                return (at, other.Id);
        }

        return null;
    }

    /// <summary>Another ticket of a category that is known to be the same.</summary>
    private static (DateTimeOffset, string?)? ContactAgain(AccountTwin twin, FollowedDecision decision, Ticket? its)
    {
        foreach (var other in twin.Tickets.Items)
        {
            if (other.Id == decision.Ticket || other.Category is not { } category || other.Fields.Time(TicketField.OpenedAt) is not { } opened || !IsAfter(decision, opened, Soon))
                continue;
            if (decision.Categories.Count > 0 ? Has(decision, category) : IsSame(category, its?.Category))
                return (opened, other.Id);
        }

        return null;
    }

    private static (DateTimeOffset, string?)? PoorRating(AccountTwin twin, FollowedDecision decision, Ticket? its)
    {
        if (twin.Profile.PoorRating is not { } rating)
            return null;
        var (about, at) = (rating.Value, rating.Stamp.Time);
        if (about.Length > 0 && about == decision.Ticket)
            return IsAfter(decision, at, FollowedDecision.FollowedFor) ? (at, about) : null;
        var isAnothers = about.Length > 0 && (its is not null || !MayBeAbout(decision, twin.Tickets[about]?.Category));
        return !isAnothers && IsAfter(decision, at, Soon) ? (at, about.Length > 0 ? about : null) : null;
    }

    /// <summary>A dispute names an invoice and no ticket, so only acts that need to know of billing are held to it.</summary>
    private static (DateTimeOffset, string?)? Disputed(AccountTwin twin, FollowedDecision decision, Playbook playbook)
    {
        foreach (var dispute in twin.Disputes.Items)
        {
            if (!dispute.IsClosed && IsAfter(decision, dispute.Since, FollowedDecision.FollowedFor)
                && decision.Actions.Any(type => playbook.Action(type) is { } rule && rule.Families.Contains(Family.Billing)))
            {
                return (dispute.Since, dispute.Id);
            }
        }

        return null;
    }

    private static (DateTimeOffset, string?)? TakenOver(FollowedDecision decision, Ticket its)
    {
        if (its.EscalatedAt is { } escalated && IsAfter(decision, escalated, Soon))
            return (escalated, its.Id);
        if (its.PersonAskedAt is { } asked && IsAfter(decision, asked, Soon))
            return (asked, its.Id);
        return its.ResolvedByPersonAt is { } resolved && IsAfter(decision, resolved, Soon) ? (resolved, its.Id) : null;
    }

    private static bool IsAfter(FollowedDecision decision, DateTimeOffset at, TimeSpan within) => at > decision.At && at <= decision.At + within;

    /// <summary>Only where both are known can they differ.</summary>
    private static bool MayBeAbout(FollowedDecision decision, string? category) => category is null || decision.Categories.Count == 0 || Has(decision, category);

    private static bool Has(FollowedDecision decision, string category) => decision.Categories.Any(own => IsSame(own, category));

    private static bool IsSame(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One thing that speaks against one decision.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Subject">The ticket or dispute, where there is one.</param>
public readonly record struct WeakLabel(long Decision, WeakLabelKind Kind, DateTimeOffset At, string? Subject);
