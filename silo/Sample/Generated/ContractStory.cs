using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>
/// Terms and renewals. On the notice date the customer decides from what the last months were like: nothing earlier knows. Two of three
/// who leave give notice; the others just end.
/// </summary>
internal sealed class ContractStory(AccountLife life)
{
    private static readonly string[] Reasons = ["went to a competitor", "budget cut", "too little used", "missing features", "merged into another company"];
    private bool? leaves;

    public ContractState State { get; private set; } = null!;

    public void Live(int day)
    {
        var date = life.Date(day);
        if (life.Age(day) == 0)
            Sign(day, date);
        if (leaves is null && date >= State.End.AddDays(-NoticeDays))
            Decide(day);
        if (date == State.End)
            Finish(day);
        else if (date.Day == 15 && life.Health.Recent > 0.74 && life.Random.Chance(0.05))
            Grow(day);
    }

    private int NoticeDays => Math.Min(life.Account.Segment.NoticeDays, life.Account.TermMonths * 15);

    private void Sign(int day, DateOnly date)
    {
        var account = life.Account;
        var start = date.AddMonths(-account.MonthsBefore);
        State = new ContractState($"C-{account.Key.Account}", start, LastDay(start), account.Seats, account.Seats * account.SeatPrice);
        life.Tell(life.Start(day).AddHours(6), new ContractSigned
        {
            Contract = State.Id,
            Arr = State.Arr,
            Currency = account.Currency,
            GrossMargin = 0.60m + 0.01m * life.Random.Between(0, 25),
            Start = State.Start,
            End = State.End,
            AutoRenew = account.TermMonths < 24,
            NoticeDays = NoticeDays,
            Seats = State.Seats,
            Products = [new ContractProduct("ledger", account.Segment.Plan, account.Segment.SupportPlan)],
            Clauses = account.Segment.NoticeDays == 90 && life.Random.Chance(0.15) ? ["no_ai_processing"] : null,
        });
    }

    private DateOnly LastDay(DateOnly start) => start.AddMonths(life.Account.TermMonths).AddDays(-1);

    /// <summary>Bad months make leaving likely, good ones rare; a short term is decided more often and so less gravely each time.</summary>
    private void Decide(int day)
    {
        var grave = Math.Clamp(1.02 - 1.75 * life.Health.Recent, 0.015, 0.9);
        leaves = life.Random.Chance(grave * Math.Min(1, 0.4 + life.Account.TermMonths * 0.05));
        if (leaves == true && life.Random.Chance(0.66))
            life.Tell(day, new ContractCancelled(State.Id, State.End, life.Random.Pick(Reasons)));
    }

    private void Finish(int day)
    {
        if (leaves == true)
        {
            life.Leave(day, new OutcomeChurned(State.Id, -State.Arr, life.Account.Currency, life.Random.Pick(Reasons)));
            return;
        }

        leaves = null;
        var seats = life.Health.Recent switch
        {
            > 0.72 when life.Random.Chance(0.4) => State.Seats + Math.Max(1, State.Seats * life.Random.Between(5, 25) / 100),
            < 0.45 when life.Random.Chance(0.5) => Math.Max(1, State.Seats - State.Seats * life.Random.Between(10, 35) / 100),
            _ => State.Seats,
        };
        var before = State;
        var start = State.End.AddDays(1);
        State = State with { Start = start, End = LastDay(start), Seats = seats, Arr = seats * life.Account.SeatPrice };
        var (delta, currency) = (State.Arr - before.Arr, life.Account.Currency);
        var time = life.Moment(day);
        life.Tell(time, new ContractRenewed { Contract = State.Id, Arr = State.Arr, Currency = currency, Start = start, End = State.End, Seats = seats });
        life.Tell(time.AddMinutes(1), delta switch
        {
            > 0 => new OutcomeExpanded(State.Id, delta, currency, "more seats at renewal"),
            < 0 => new OutcomeContracted(State.Id, delta, currency, "fewer seats at renewal"),
            _ => new OutcomeRenewed(State.Id, 0, currency),
        });
    }

    private void Grow(int day)
    {
        var seats = State.Seats + Math.Max(1, State.Seats * life.Random.Between(5, 15) / 100);
        var (delta, currency) = ((seats - State.Seats) * life.Account.SeatPrice, life.Account.Currency);
        State = State with { Seats = seats, Arr = State.Arr + delta };
        var time = life.Moment(day);
        life.Tell(time, new ContractAmended { Contract = State.Id, Arr = State.Arr, Currency = currency, Seats = seats });
        life.Tell(time.AddMinutes(1), new OutcomeExpanded(State.Id, delta, currency, "more seats"));
    }
}
