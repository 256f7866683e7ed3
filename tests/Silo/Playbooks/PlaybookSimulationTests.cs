using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Playbooks.Simulation;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>A playbook is tried on accounts and decisions of the past before it goes live.</summary>
public sealed class PlaybookSimulationTests
{
    private static readonly Playbook Before = DefaultPlaybook.Value;

    private static readonly Playbook After = Before with
    {
        Hash = "after",
        Matrix = LatitudeMatrix.TryCreate((tier, band) => Min(Before.Matrix[tier, band], Latitude.Supervised), out _)!,
    };

    [Fact]
    public void The_same_playbook_changes_nothing()
    {
        var report = PlaybookSimulation.Run(Before, Before with { Hash = "same" }, Situation.Noon, Accounts(50), Decisions(50));
        Assert.Equal((50, 0, 50, 0), (report.Accounts, report.AccountsChanged, report.Decisions, report.DecisionsChanged));
        Assert.Equal(report.Before, report.After);
    }

    [Fact]
    public void Accounts_whose_latitude_changes_are_counted_by_tier_and_band()
    {
        var small = new SimulatedAccount("a-1", Situation.GoodAccount);
        var global = new SimulatedAccount("a-2", Situation.GoodAccount with { Tier = ValueTier.Global });
        var report = PlaybookSimulation.Run(Before, After, Situation.Noon, [small, global], []);
        Assert.Equal((2, 1), (report.Accounts, report.AccountsChanged));
        Assert.Equal("a-1", Assert.Single(report.NamedAccounts).Account);
        var credit = Assert.Single(report.LatitudeShifts, count => count.Shift.Action == "grant_credit");
        Assert.Equal(new LatitudeShiftCount(ValueTier.Small, HealthBand.Healthy, new("grant_credit", Latitude.Bounded, Latitude.Supervised), 1), credit);
    }

    [Fact]
    public void An_action_that_goes_shows_as_no_latitude_at_all()
    {
        var after = Before with { Hash = "after", Actions = [.. Before.Actions.Where(rule => rule.Type != "grant_credit")] };
        var report = PlaybookSimulation.Run(Before, after, Situation.Noon, [new SimulatedAccount("a-1", Situation.GoodAccount)], []);
        Assert.Equal([new LatitudeShift("grant_credit", Latitude.Bounded, Latitude.Unspecified)], report.NamedAccounts[0].Shifts);
    }

    [Fact]
    public void Decisions_that_come_out_differently_are_named_with_the_new_reasons_and_the_work_they_make()
    {
        var report = PlaybookSimulation.Run(Before, After, Situation.Noon, [], Decisions(300));
        Assert.Equal((300, 150), (report.Decisions, report.DecisionsChanged));
        Assert.Equal([new VerdictShiftCount(VerdictKind.AllowWithObligations, VerdictKind.RequireApproval, 150)], report.VerdictShifts);
        Assert.Equal(SimulationReport.NamedMax, report.NamedDecisions.Count);
        Assert.Equal(["playbook_cell"], report.NamedDecisions[0].Reasons);
        Assert.Equal((0, 150), (report.Before.Approvals, report.After.Approvals));
        Assert.Equal(300 * 0.2, report.Before.Audits, 6);
        Assert.Equal(150 * 0.2, report.After.Audits, 6);
    }

    [Fact]
    public void Progress_is_told_while_sequences_are_gone_through_once()
    {
        var told = new List<SimulationProgress>();
        PlaybookSimulation.Run(Before, After, Situation.Noon, Accounts(2500), Decisions(600), told.Add);
        Assert.Equal([new(1000, 0), new(2000, 0), new(2500, 500)], told);
    }

    /// <summary>The credit was allowed to a small account. With what it was worth and brought then, the new thresholds make it another one.</summary>
    [Theory]
    [InlineData(900, 8_000, "EUR", VerdictKind.AllowWithObligations)]
    [InlineData(900, 12_000, "EUR", VerdictKind.RequireApproval)]
    [InlineData(60_000, 0, "EUR", VerdictKind.RequireApproval)]
    [InlineData(900, 8_000, "USD", VerdictKind.RequireApproval)]
    [InlineData(60_000, null, "EUR", VerdictKind.AllowWithObligations)]
    public void A_stored_decision_is_judged_in_the_tier_that_the_new_thresholds_and_rates_give_it(int high, int? arr, string currency, VerdictKind verdict)
    {
        var after = Before with
        {
            Hash = "after",
            Money = new CurrencyRates("EUR", [new CurrencyRate("USD", 5, new DateOnly(2026, 1, 1))]),
            Value = Before.Value with { Tiers = new ValueTierRule(0.8m, new TierThreshold(ValueTier.Strategic, 50_000, 10_000)) },
        };
        var decision = Decisions(1).Single();
        var value = new ValueFact { High = high, Arr = arr, Currency = currency };
        var account = decision.Entry.Input.Account with { Values = [value] };

        var report = PlaybookSimulation.Run(Before, after, Situation.Noon, [], [decision with { Entry = decision.Entry with { Input = decision.Entry.Input with { Account = account } } }]);

        Assert.Equal(verdict == VerdictKind.AllowWithObligations ? 0 : 1, report.DecisionsChanged);
        Assert.All(report.NamedDecisions, changed => Assert.Equal(verdict, changed.To));
    }

    [Fact]
    public void A_stored_decision_comes_down_only_well_below_the_threshold_and_has_no_tier_without_a_rate()
    {
        var after = Before with { Value = Before.Value with { Tiers = new ValueTierRule(0.8m, new TierThreshold(ValueTier.Mid, null, 10_000)) } };
        var account = Situation.GoodAccount with { Tier = ValueTier.Mid };

        Assert.Equal((ValueTier.Mid, ValueTier.Small, ValueTier.Unspecified), (Tier(8_000, "EUR"), Tier(7_999, "EUR"), Tier(7_999, "XXX")));
        Assert.Equal(ValueTier.Mid, StoredTier.Of(account, after));

        ValueTier Tier(decimal arr, string currency) => StoredTier.Of(account with { Values = [new ValueFact { High = 1, Arr = arr, Currency = currency }] }, after);
    }

    private static Latitude Min(Latitude one, Latitude other) => one < other ? one : other;

    private static IEnumerable<SimulatedAccount> Accounts(int count) =>
        Enumerable.Range(0, count).Select(number => new SimulatedAccount($"a-{number}", Situation.GoodAccount with { Tier = (ValueTier)(number % 5) }));

    /// <summary>Credits and replies in turn, all allowed.</summary>
    private static IEnumerable<StoredDecision> Decisions(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var situation = Situation.Good(Situation.Action(number % 2 == 0 ? "grant_credit 40 EUR" : "reply")).WithTenant(tenant => tenant with { Playbook = Before.Hash }) with { Playbook = Before };
            yield return new StoredDecision($"a-{number}", number, new DecisionEntry
            {
                Input = situation.Input,
                Verdict = situation.Verdict,
                ActionsHash = "",
                RequestHash = 0,
                Sampling = new SamplingFact(0.2, 0.1, false, false),
            });
        }
    }
}
