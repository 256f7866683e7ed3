using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Playbooks.Changes;
using AccountTwins.Silo.Playbooks;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>What the diff says about a change holds for every verdict.</summary>
public sealed class TighterPlaybookTests
{
    private const int Playbooks = 400;
    private const int InputsEach = 60;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void A_playbook_that_only_tightens_never_gives_a_looser_verdict(int seed)
    {
        var random = new Random(seed);
        var (playbooks, inputs) = (new RandomPlaybooks(random), new RandomInputs(random));
        var told = new Dictionary<ChangeDirection, int>();
        for (var round = 0; round < Playbooks; round++)
        {
            var before = round % 2 == 0 ? DefaultPlaybook.Value : playbooks.Step(playbooks.Step(DefaultPlaybook.Value));
            var after = playbooks.Step(before) with { Hash = "after" };
            var changes = PlaybookDiff.Between(before, after);
            told[changes.Direction] = told.GetValueOrDefault(changes.Direction) + 1;
            if (changes.Direction == ChangeDirection.Unclear)
                continue;
            for (var index = 0; index < InputsEach; index++)
                Compare(inputs.Next(), before, after, changes, $"seed {seed}, round {round}, input {index}");
        }

        Assert.True(told[ChangeDirection.Tightens] > 20 && told[ChangeDirection.Loosens] > 20, string.Join(", ", told));
    }

    private static void Compare(VerdictInput input, Playbook before, Playbook after, PlaybookChanges changes, string place)
    {
        var (old, now) = (Decide(input, before), Decide(input, after));
        var (order, bound) = (now.Kind.CompareTo(old.Kind), now.Enforced.CompareTo(old.Enforced));
        var holds = changes.Direction switch
        {
            ChangeDirection.Tightens => Rank(order) >= 0 && bound >= 0,
            ChangeDirection.Loosens => Rank(order) <= 0 && bound <= 0,
            _ => order == 0 && bound == 0,
        };
        Assert.True(holds, $"{place}: {changes.Direction}, but {old.Kind}/{old.Enforced} became {now.Kind}/{now.Enforced}\n{string.Join("\n", changes.Items)}\n{input.Request}");

        // With and without obligations are one answer: allowed.
        int Rank(int difference) => old.Kind <= VerdictKind.AllowWithObligations && now.Kind <= VerdictKind.AllowWithObligations ? 0 : difference;
    }

    private static Verdict Decide(VerdictInput input, Playbook playbook) =>
        VerdictRules.Decide(input with { Tenant = input.Tenant with { Playbook = playbook.Hash } }, playbook);
}
