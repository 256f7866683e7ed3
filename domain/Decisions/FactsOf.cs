using System.Collections.Immutable;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>Takes from a twin what a verdict looks at.</summary>
public static class FactsOf
{
    private static readonly Family[] Families = [.. Enum.GetValues<Family>().Where(family => family != Family.Unspecified)];

    /// <param name="stake">From <see cref="Stakes"/>, with the tier that the last decision found.</param>
    public static AccountFacts Twin(
        AccountTwin twin, HealthScore health, FeedStates feeds, Stake stake, DecisionBook book, bool isParked, DateTimeOffset now) =>
        Around(Within(twin, health, stake, now), twin, feeds, book, isParked, now);

    /// <summary>What follows from the twin, its health and its stake alone: the same until one of them changes, or a day ends.</summary>
    public static AccountFacts Within(AccountTwin twin, HealthScore health, Stake stake, DateTimeOffset now)
    {
        var (open, escalations, contacts, reopened) = OpenTickets(twin);
        var mayLackTickets = twin.Tickets.MayLackOpenOnes(open);
        var contracts = ContractsThatCount(twin, now);
        var mayLackContracts = twin.Contracts.MayLackOpenOnes(contracts.Length);
        return new AccountFacts
        {
            IsKnown = true,
            Segment = twin.Profile.Segment,
            Tier = stake.Tier,
            Stake = stake.InBase,
            Values = [.. stake.Values.Select(ValueFact.Of)],
            Band = health.Band,
            LastKnownBand = HealthRules.BandOf(health.LastKnownTenths, ScoringRules.Current),
            ScoreTenths = health.Tenths,
            LastKnownTenths = health.LastKnownTenths,
            EvidenceShare = health.EvidenceShare,
            HasOpenFlag = twin.Risk.Open is not null,
            OpenEscalations = escalations,
            OpenDisputes = OpenDisputes(twin),
            AiContact = twin.Profile.AiContact,
            IsFirstTime = IsFirstTime(twin, now),
            IsContractKnown = contracts.Length > 0 && !mayLackContracts,
            HasContract = twin.Contract is { IsCancelled: false } current && current.IsInForce(now),
            DaysToRenewal = mayLackContracts ? null : DaysToRenewal(contracts, now),
            Seats = mayLackContracts ? null : Seats(contracts),
            Clauses = [.. contracts.SelectMany(contract => contract.Clauses).Distinct(StringComparer.OrdinalIgnoreCase)],
            SupportPlans = [.. contracts.SelectMany(contract => contract.Products).Select(product => product.SupportPlan).OfType<string>().Distinct()],
            PromiseDays = PromiseDays(twin, now),
            ContactsMax = contacts,
            ReopenedMax = reopened,
            MayLackTickets = mayLackTickets ? true : null,
            PersonAskedFor = IsPersonAwaited(twin),
            PersonMayBeAskedFor = mayLackTickets ? true : null,
            Revision = twin.Revision,
            Positions = Positions(twin),
        };
    }

    /// <summary>The same facts with what moves around the twin: its feeds' ages, its book, and whether it is parked.</summary>
    public static AccountFacts Around(AccountFacts within, AccountTwin twin, FeedStates feeds, DecisionBook book, bool isParked, DateTimeOffset now) => within with
    {
        IsParked = isParked,
        PromiseDays = WithAgents(within.PromiseDays, book, twin, now),
        PersonAskedFor = within.PersonAskedFor || (book.PersonAskedAt is { } asked && !(twin.Profile.LastHumanTouchAt > asked)),
        Feeds = Feeds(feeds),
    };

    /// <summary>How support filed the open ticket that a conversation is.</summary>
    public static TicketFact? Ticket(AccountTwin twin, string? conversation, AccountFacts account)
    {
        if (conversation is null)
            return null;
        if (twin.Tickets[conversation] is { } ticket)
            return ticket is { IsClosed: false, Category: { } category } ? new TicketFact(category) : null;
        return account.MayLackTickets == true ? new TicketFact(null) : null;
    }

    /// <summary>Every contract in force: the clauses of one bind although another ends later. Where none is, the one that was last.</summary>
    private static Contract[] ContractsThatCount(AccountTwin twin, DateTimeOffset now)
    {
        Contract[] inForce = [.. twin.Contracts.Where(contract => contract.IsInForce(now))];
        return inForce.Length > 0 ? inForce : twin.Contract is { } last ? [last] : [];
    }

    /// <summary>By days as a customer, not by lifecycle: a first term may be so short that it is in renewal from its first day.</summary>
    private static bool IsFirstTime(AccountTwin twin, DateTimeOffset now) =>
        twin.Contract is null || twin.CustomerSince is not { } since || now - since < TimeSpan.FromDays(ScoringRules.Current.OnboardingDays);

    /// <summary>Of all contracts, the nearest; null when one of them does not say when it ends.</summary>
    private static int? DaysToRenewal(Contract[] contracts, DateTimeOffset now) =>
        contracts.Length == 0 || contracts.Any(contract => contract.EndsOn is null) ? null : contracts.Min(contract => DaysToRenewal(contract, contract.EndsOn!.Value, now));

    /// <summary>To the last day for notice while it lies ahead, else to the end of the term: what comes first can end the relationship.</summary>
    private static int DaysToRenewal(Contract contract, DateOnly end, DateTimeOffset now)
    {
        var notice = contract.AutoRenew == false ? end : contract.NoticeBy ?? end;
        return (notice.DayNumber >= Day(now) ? notice : end).DayNumber - Day(now);
    }

    /// <summary>Of all contracts together; null when one of them does not say it: that may be the large one.</summary>
    private static long? Seats(Contract[] contracts) =>
        contracts.Length == 0 || contracts.Any(contract => contract.Seats is null) ? null : contracts.Sum(contract => contract.Seats);

    private static (int Open, int Escalations, long Contacts, long Reopened) OpenTickets(AccountTwin twin)
    {
        var (open, escalations, contacts, reopened) = (0, 0, 0L, 0L);
        foreach (var ticket in twin.Tickets.Items)
        {
            if (ticket.IsClosed)
                continue;
            open++;
            escalations += ticket.IsEscalated ? 1 : 0;
            contacts = Math.Max(contacts, ticket.Contacts);
            reopened = Math.Max(reopened, ticket.Reopened);
        }

        return (open, escalations, contacts, reopened);
    }

    /// <summary>Over closed tickets too: an AI that resolves a ticket does not meet who asked for a person.</summary>
    private static bool IsPersonAwaited(AccountTwin twin)
    {
        var (touch, elsewhere) = (twin.Profile.LastHumanTouchAt, twin.Profile.PersonAskedAt);
        var isMet = elsewhere is null || touch > elsewhere || twin.Profile.PersonMetAt > elsewhere;
        foreach (var ticket in twin.Tickets.Items)
        {
            if (ticket.AwaitsPerson(touch))
                return true;
            isMet = isMet || ticket.PersonMetAt > elsewhere;
        }

        return !isMet;
    }

    private static int OpenDisputes(AccountTwin twin)
    {
        var open = 0;
        foreach (var dispute in twin.Disputes.Items)
            open += dispute.IsClosed ? 0 : 1;
        return twin.Disputes.MayLackOpenOnes(open) ? open + 1 : open;
    }

    /// <summary>One without a day more where some may be missing.</summary>
    private static ValueList<int?> PromiseDays(AccountTwin twin, DateTimeOffset now)
    {
        var days = ImmutableArray.CreateBuilder<int?>();
        foreach (var promise in twin.Commitments.Items)
        {
            if (!promise.IsClosed)
                days.Add(promise.DueOn is { } due ? due.DayNumber - Day(now) : null);
        }

        if (twin.Commitments.MayLackOpenOnes(days.Count))
            days.Add(null);
        return new(days.ToImmutable());
    }

    /// <summary>Of what agents promised and the CRM does not have; one without a day more where some may be missing.</summary>
    private static ValueList<int?> WithAgents(ValueList<int?> days, DecisionBook book, AccountTwin twin, DateTimeOffset now)
    {
        if (book.Promises.Count > 0)
            days = [.. days, .. book.PromisesBeside(twin, now).Select(promise => promise.Due?.DayNumber - Day(now))];
        return book.MayLackPromises(now) ? [.. days, null] : days;
    }

    private static ValueList<FeedFact> Feeds(FeedStates feeds)
    {
        var facts = ImmutableArray.CreateBuilder<FeedFact>(Families.Length);
        foreach (var family in Families)
            facts.Add(new FeedFact(family, feeds[family].State, feeds[family].Age is { } age ? (long)age.TotalSeconds : null));
        return new(facts.MoveToImmutable());
    }

    private static ValueList<PositionFact> Positions(AccountTwin twin)
    {
        var facts = ImmutableArray.CreateBuilder<PositionFact>();
        foreach (var (stream, offset) in twin.Positions.Entries)
            facts.Add(new PositionFact(stream, offset));
        return new(facts.ToImmutable());
    }

    private static int Day(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime).DayNumber;
}
