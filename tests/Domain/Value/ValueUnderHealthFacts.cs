using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Tests.Domain.Accounts;
using AccountTwins.Tests.Support.Decisions;
using AccountTwins.Tests.Tidy;

namespace AccountTwins.Tests.Domain.Value;

/// <summary>What an account is worth as its health stands: people see it, and nothing is decided by it.</summary>
public sealed class ValueUnderHealthFacts
{
    private static readonly DateTimeOffset Now = new(2025, 9, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Playbook Playbook = TestPlaybook.Create();

    private static readonly SurvivalModels Models = SurvivalModels.Fit(RenewalHistory.Empty, Playbook.Value.Assumptions);

    /// <summary>The value is computed here and shown there; a rule that took it would have to be named here.</summary>
    private static readonly string[] MayKnowIt = ["domain/Value/ValueUnderHealth.cs", "domain/Health/ScoringRules.Renewal.cs", "grains/Mapping/StandingBasis.cs"];

    [Fact]
    public void The_usual_score_has_the_usual_odds_and_each_step_down_doubles_them()
    {
        var rules = ScoringRules.Current;

        Assert.Equal(1, rules.ChurnOddsFactor(rules.UsualTenths));
        Assert.Equal(2, rules.ChurnOddsFactor(rules.UsualTenths - rules.OddsDoublingTenths));
        Assert.Equal(0.5m, rules.ChurnOddsFactor(rules.UsualTenths + rules.OddsDoublingTenths));
        Assert.Null(rules.ChurnOddsFactor(null));
    }

    [Fact]
    public void A_lower_score_never_shows_a_higher_value_and_every_score_can_be_shown()
    {
        var value = Assert.IsType<AccountValue>(Valuation.Assess(new ContractStake { Arr = 100_000, Currency = "EUR" }, Models, Playbook.Value.Assumptions));
        var shown = Enumerable.Range(0, 1001).Select(tenths => ValueUnderHealth.Of(value, ScoringRules.Current.ChurnOddsFactor(tenths)!.Value)).ToArray();

        Assert.Equal(shown.OrderBy(each => each.Expected), shown);
        Assert.All(shown, each => Assert.InRange(each.NextRenewal, 0, 1));
        Assert.True(shown[0].Expected < value.Expected && shown[^1].Expected > value.Expected);
    }

    /// <summary>Use, tickets, moods and bills of random accounts: they move what is shown, and neither the stake nor its tier.</summary>
    [Fact]
    public void How_an_account_does_moves_what_is_shown_and_never_its_stake_or_tier()
    {
        var moved = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var signals = new RandomSignals(seed).Take(60 + seed);
            var before = TwinBench.Fed(signals);
            var after = TwinBench.Fed(before, signals.Length, [.. new RandomSignals(seed + 1_000).Take(60).Where(signal => signal.Family is Family.Usage or Family.Support or Family.Sentiment or Family.Billing)]);
            var (stake, later) = (Stakes.Of(before, Playbook, Models, ValueTier.Unspecified, Now), Stakes.Of(after, Playbook, Models, ValueTier.Unspecified, Now));
            Assert.True(stake == later, $"seed {seed}: {stake} became {later}");
            if (stake.Values is [AccountValue value, ..] && Shown(value, before) != Shown(value, after))
                moved++;
        }

        Assert.True(moved > 20, $"{moved} values moved: it proves nothing");
    }

    /// <summary>The value that is shown follows from the score; a verdict knows of it no more than the band.</summary>
    [Fact]
    public void Within_a_band_no_score_moves_a_verdict() => Parallel.For(0, 5_000, seed =>
    {
        var situation = RandomSituations.Of(seed);
        var random = new Random(seed);
        var other = situation.With(account => account with { ScoreTenths = random.Next(1001), LastKnownTenths = random.Next(1001) });

        Assert.True(situation.Verdict == other.Verdict, $"seed {seed}: {situation.Verdict} became {other.Verdict}");
    });

    [Fact]
    public void No_rule_reads_it() => Assert.Empty(
        from file in Tree.Code("domain", "grains")
        where !MayKnowIt.Contains(file.Path) && file.Find(line => line.Contains(nameof(ValueUnderHealth)) || line.Contains(nameof(ScoringRules.ChurnOddsFactor))).Any()
        select file.Path);

    private static decimal? Shown(AccountValue value, AccountTwins.Domain.Accounts.AccountTwin twin) =>
        ScoringRules.Current.ChurnOddsFactor(HealthRules.Assess(twin, FeedStates.AllLive, Now).Tenths) is { } odds ? ValueUnderHealth.Of(value, odds).Expected : null;
}
