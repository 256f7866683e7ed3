using AccountTwins.Domain.Decisions;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>Over random accounts, requests and playbooks: what is worse in any way never gets a looser answer.</summary>
public sealed class WorseNeverLoosens
{
    private const int Cases = 20_000;

    [Fact]
    public void In_no_single_line()
    {
        var tighter = new int[Worsening.Lines.Length];
        Parallel.For(0, Cases, seed =>
        {
            var before = RandomSituations.Of(seed);
            var verdict = before.Verdict;
            for (var line = 0; line < tighter.Length; line++)
            {
                var after = Worsening.Lines[line].Make(new Random(seed), before).Verdict;
                Assert.True(Looser(verdict, after) is not { } what, $"seed {seed}, {Worsening.Lines[line].Name}: {Looser(verdict, after)}");
                if (after.Kind > verdict.Kind)
                    Interlocked.Increment(ref tighter[line]);
            }
        });

        Assert.Empty(Worsening.Lines.Zip(tighter).Where(line => line.Second < Cases / 1000).Select(line => $"{line.First.Name} tightened {line.Second} of {Cases}: it proves nothing"));
    }

    [Fact]
    public void In_no_mixture_of_lines() => Parallel.For(0, 2 * Cases, seed =>
    {
        var before = RandomSituations.Of(seed);
        var after = Worsening.Several.Make(new Random(seed), before);
        Assert.True(Looser(before.Verdict, after.Verdict) is null, $"seed {seed}: {Looser(before.Verdict, after.Verdict)}");
    });

    [Fact]
    public void The_ceiling_that_readers_see_is_never_below_a_verdict() => Parallel.For(0, Cases / 4, seed =>
    {
        var (input, playbook, verdict) = (RandomSituations.Of(seed).Input, RandomSituations.Of(seed).Playbook, RandomSituations.Of(seed).Verdict);
        if (!input.Account.IsKnown)
            return;
        var ceiling = AccountCeiling.Of(input.Account, input.Tenant, input.Override, killSwitch: null, playbook, input.Now).Effective;
        Assert.All(verdict.Actions, action => Assert.True(action.Effective <= ceiling, $"seed {seed}: {action.Type} has {action.Effective} above {ceiling}"));
    });

    [Fact]
    public void Nothing_is_allowed_that_waits_for_a_person_by_its_nature() => Parallel.For(0, Cases, seed =>
    {
        var situation = RandomSituations.Of(seed);
        foreach (var (action, verdict) in situation.Input.Request.Actions.Zip(situation.Verdict.Actions))
        {
            var mayBeAlone = situation.Playbook.Action(action.Type)?.Reversibility is AccountTwins.Domain.Playbooks.Reversibility.Reversible or AccountTwins.Domain.Playbooks.Reversibility.Correctable
                && !situation.Input.Tenant.IsPolicyStale && situation.Input.Actions.All(facts => facts.KillSwitch is null);
            Assert.True(verdict.Kind > VerdictKind.AllowWithObligations || situation.Input.Actions.Count > 1 || mayBeAlone, $"seed {seed}");
            Assert.True(verdict.Kind > VerdictKind.AllowWithObligations || verdict.Effective >= verdict.Requires, $"seed {seed}: allowed above its latitude");
        }
    });

    /// <summary>What is looser in the second answer, or null.</summary>
    private static string? Looser(Verdict before, Verdict after)
    {
        if (after.Kind < before.Kind)
            return $"{before.Kind} became {after.Kind}";
        foreach (var (first, second) in before.Actions.Zip(after.Actions))
        {
            if (second.Kind < first.Kind)
                return $"{first.Type} was {first.Kind} and became {second.Kind}";
            if (second.Effective > first.Effective)
                return $"{first.Type} had {first.Effective} and has {second.Effective}";
        }

        return before.Approval is { } had && after.Approval is { } has && (has.Role < had.Role || has.People < had.People) ? $"{had} became {has}" : null;
    }
}
