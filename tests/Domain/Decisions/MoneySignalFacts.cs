using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Decisions.Following;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Tests.Domain.Accounts;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>Which decision a credit that billing issued belongs to.</summary>
public sealed class MoneySignalFacts
{
    private readonly BookHistory _history = new();
    private readonly List<Signal> _signals = [];

    [Theory]
    [InlineData(40, "EUR", 1, true)]
    [InlineData(40.01, "EUR", 1, false)]
    [InlineData(40, "USD", 1, false)]
    [InlineData(40, "EUR", -1, false)]
    [InlineData(40, "EUR", 167, true)]
    [InlineData(40, "EUR", 169, false)]
    public void A_credit_of_the_same_sum_and_currency_shows_what_was_never_reported(decimal amount, string currency, double hours, bool isShown)
    {
        _history.Ask("grant_credit 40 EUR");
        Credited(amount, hours, currency);
        _history.Now += TimeSpan.FromHours(1);

        Assert.Equal(isShown ? "1" : "", Confirmed());
        Assert.Equal(isShown ? DecisionState.Executed : DecisionState.Unconfirmed, _history.Book.StateOf(1, _history.Now));
        Assert.Equal(40, _history.Book.FactsFor(_history.Situation.Facts, Situation.Action("grant_credit 1 EUR"), null, _history.Now).SpentMonth);
        Assert.Equal("", Confirmed());
    }

    [Fact]
    public void Of_two_decisions_of_one_sum_a_credit_shows_the_older_and_no_other()
    {
        _history.Ask("grant_credit 40 EUR");
        _history.Now += TimeSpan.FromMinutes(1);
        _history.Ask("grant_credit 40 EUR");
        Credited(40, 2);
        _history.Now += TimeSpan.FromHours(3);

        Assert.Equal("1", Confirmed());
        Assert.Equal("", Confirmed());
        Assert.Equal(DecisionState.Unconfirmed, _history.Book.StateOf(2, _history.Now));
        Credited(40, 2.5);
        Assert.Equal("2", Confirmed());
        Assert.Equal(_history.Book, _history.Folded());
    }

    [Fact]
    public void What_an_agent_reported_takes_its_credit_from_what_nobody_reported()
    {
        _history.Ask("grant_credit 40 EUR");
        _history.Report(1, DecisionState.Executed);
        _history.Ask("grant_credit 40 EUR");
        Credited(40, 1);
        _history.Now += TimeSpan.FromHours(2);

        Assert.Equal("1", Confirmed());
        Assert.Equal("", Confirmed());
        Assert.Equal((DecisionState.Executed, DecisionState.Unconfirmed), (_history.Book.StateOf(1, _history.Now), _history.Book.StateOf(3, _history.Now)));
    }

    [Fact]
    public void While_the_agent_may_still_report_its_credit_waits()
    {
        _history.Ask("grant_credit 40 EUR");
        Credited(40, 0.001);
        _history.Now += TimeSpan.FromSeconds(10);

        var (confirmed, again) = MoneySignals.Find(TwinBench.Fed(_signals), _history.Book, _history.Now);
        Assert.Empty(confirmed);
        Assert.Equal(_history.Book.Open[0].ExpiresAt, again);
    }

    [Fact]
    public void What_a_person_granted_or_several_sums_of_one_decision_are_not_guessed_at()
    {
        _history.Ask("grant_credit 40 EUR+grant_credit 5 EUR");
        _history.Ask("grant_credit 30 EUR");
        Credited(40, 0.1);
        Credited(30, 0.1, by: Actor.Human);
        _history.Now += TimeSpan.FromHours(1);

        Assert.Equal("", Confirmed());
    }

    [Fact]
    public void The_newest_credits_are_kept_whatever_their_order()
    {
        for (var hour = 1; hour <= 12; hour++)
            Credited(hour, hour);
        var forward = TwinBench.Fed(_signals).Credits["EUR"]!.Value;
        _signals.Reverse();
        var backward = TwinBench.Fed(_signals).Credits["EUR"]!.Value;

        Assert.Equal([5m, 6, 7, 8, 9, 10, 11, 12], forward.Recent.Select(credit => credit.Amount));
        Assert.Equal(forward.Fields, backward.Fields);
        Assert.Equal(Situation.Noon.AddHours(5), forward.Recent.First().At);
    }

    private void Credited(decimal amount, double hours, string currency = "EUR", Actor? by = null) =>
        _signals.Add(Signal.Of(new CreditIssued(amount, currency, By: by), Situation.Noon.AddHours(hours), "/billing", $"s{_signals.Count}"));

    /// <summary>Records what is found, and names the decisions.</summary>
    private string Confirmed()
    {
        var found = MoneySignals.Find(TwinBench.Fed(_signals), _history.Book, _history.Now).Confirmed;
        foreach (var (decision, signal) in found)
            _history.Show(decision, signal);
        return string.Join(' ', found.Select(one => one.Decision));
    }
}
