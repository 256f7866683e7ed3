using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Mapping;

/// <summary>What is still open between the customer and us: tickets, promises, money.</summary>
internal static class OpenWorkOf
{
    /// <summary>How long a broken promise is still shown: as long as it weighs on the health.</summary>
    private const int BrokenShownDays = 90;

    /// <summary>Open tickets, the oldest first.</summary>
    public static AccountTicketView[] Tickets(AccountTwin twin)
    {
        var tickets = new List<AccountTicketView>();
        foreach (var ticket in twin.Tickets.Items)
        {
            if (ticket.IsClosed)
                continue;
            tickets.Add(new AccountTicketView
            {
                Ticket = ticket.Id,
                Subject = ticket.Subject,
                Severity = WireWords<Severity>.Of(ticket.Severity),
                Category = ticket.Category,
                Channel = ticket.Channel,
                OpenedAt = ticket.OpenedAt,
                Escalated = ticket.IsEscalated,
                Contacts = (int)Math.Min(ticket.Contacts, int.MaxValue),
                Reopened = (int)Math.Min(ticket.Reopened, int.MaxValue),
                AwaitsPerson = ticket.AwaitsPerson(twin.Profile.LastHumanTouchAt),
            });
        }

        return [.. tickets.OrderBy(ticket => ticket.OpenedAt)];
    }

    /// <summary>Promises not kept, the earliest due first, those without a day last.</summary>
    /// <param name="book">What agents promised with leave; null: not known.</param>
    public static AccountPromiseView[] Promises(AccountTwin twin, DecisionBook? book, DateTimeOffset now)
    {
        var promises = new List<AccountPromiseView>();
        foreach (var promise in twin.Commitments.Items)
        {
            var isBroken = promise.State == CommitmentState.Broken;
            if (promise.State == CommitmentState.Kept || (isBroken && now - promise.StateSince > TimeSpan.FromDays(BrokenShownDays)))
                continue;
            promises.Add(new AccountPromiseView
            {
                Promise = promise.Id,
                What = promise.What,
                By = promise.Who,
                ByAi = promise.By == Promiser.Ai,
                DueOn = promise.DueOn,
                Overdue = promise.IsOverdue(now),
                Broken = isBroken,
            });
        }

        return [.. promises.Concat(AgentPromises(twin, book, now)).OrderBy(promise => promise.DueOn ?? DateOnly.MaxValue)];
    }

    /// <summary>Those that the CRM does not have.</summary>
    private static IEnumerable<AccountPromiseView> AgentPromises(AccountTwin twin, DecisionBook? book, DateTimeOffset now) =>
        from promise in book?.PromisesBeside(twin, now) ?? []
        select new AccountPromiseView
        {
            Promise = promise.NameIn(twin.Key.Account),
            What = $"a day, under decision {promise.Number}",
            ByAi = true,
            DueOn = promise.Due,
            Overdue = promise.Due < DateOnly.FromDateTime(now.UtcDateTime),
        };

    public static AccountBillingProblemView[] BillingProblems(AccountTwin twin, DateTimeOffset now)
    {
        var problems = new List<AccountBillingProblemView>();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var invoice in twin.Invoices.Items)
        {
            if (invoice.IsClosed || (invoice.State == InvoiceState.Issued && !(invoice.DueOn < today)))
                continue;
            problems.Add(new AccountBillingProblemView
            {
                Kind = invoice.State == InvoiceState.Failed ? BillingProblem.Failed : BillingProblem.Overdue,
                Reference = invoice.Id,
                Amount = invoice.Amount,
                Currency = invoice.Currency,
                Since = invoice.State == InvoiceState.Issued ? Start(invoice.DueOn!.Value) : invoice.StateSince,
            });
        }

        foreach (var dispute in twin.Disputes.Items)
        {
            if (!dispute.IsClosed)
                problems.Add(new AccountBillingProblemView { Kind = BillingProblem.Disputed, Reference = dispute.Id, Amount = dispute.Amount, Currency = dispute.Currency, Since = dispute.Since });
        }

        return [.. problems.OrderBy(problem => problem.Since)];
    }

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
