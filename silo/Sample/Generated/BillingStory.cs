using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>Invoices in advance for each billing period. A struggling account pays late, and sometimes contests what it owes.</summary>
internal sealed class BillingStory(AccountLife life)
{
    private const int TermOfPayment = 30;
    private readonly bool byCard = life.Account.BillingMonths == 1 && life.Random.Chance(0.6);
    private DateOnly next;
    private int invoices;

    public void Live(int day)
    {
        if (life.Age(day) == 0)
            next = life.Account.IsNew ? life.Date(day) : life.Date(day).AddDays(life.Random.Between(1, 28));
        if (life.Date(day) < next)
            return;
        next = next.AddMonths(life.Account.BillingMonths);
        Issue(day);
    }

    private void Issue(int day)
    {
        var random = life.Random;
        var invoice = $"INV-{life.Account.Key.Account}-{++invoices}";
        var amount = decimal.Round(life.Contract.Arr * life.Account.BillingMonths / 12, 2);
        var currency = life.Account.Currency;
        var issued = life.Moment(day);
        var due = life.Date(day).AddDays(byCard ? 0 : TermOfPayment);
        life.Tell(issued, new InvoiceIssued(invoice, amount, currency, due));
        if (byCard)
        {
            var fails = random.Chance(0.02 + 0.08 * life.Health.Strain);
            if (fails)
                life.Tell(issued.AddMinutes(2), new InvoiceFailed(invoice, amount, currency, due, "card_declined"));
            life.Tell(fails ? issued.AddDays(random.Between(2, 6)) : issued.AddMinutes(3), new InvoicePaid(invoice, amount, currency, due));
            return;
        }

        var paidAfter = Math.Max(3, (int)(10 + 34 * life.Health.Strain + 7 * random.Normal()));
        if (paidAfter > TermOfPayment)
            life.Tell(issued.AddDays(TermOfPayment + 1), new InvoiceOverdue(invoice, amount, currency, due));
        if (random.Chance(0.06 * life.Health.Strain))
            Contest(issued.AddDays(random.Between(2, 20)), invoice, amount);
        life.Tell(issued.AddDays(paidAfter), new InvoicePaid(invoice, amount, currency, due));
    }

    private void Contest(DateTimeOffset time, string invoice, decimal amount)
    {
        var contested = decimal.Round(amount * life.Random.Between(5, 30) / 100, 2);
        var won = life.Random.Chance(0.5);
        life.Tell(time, new DisputeOpened($"D-{invoice}", invoice, contested, life.Account.Currency, "seats that nobody uses"));
        var closed = time.AddDays(life.Random.Between(5, 25));
        life.Tell(closed, new DisputeClosed($"D-{invoice}", won ? DisputeOutcome.Won : DisputeOutcome.Lost));
        if (!won)
            life.Tell(closed.AddMinutes(10), new CreditIssued(contested, life.Account.Currency, $"CN-{invoice}", invoice, Actor.Human, "dispute"));
        life.Health.Push(-0.03);
    }
}
