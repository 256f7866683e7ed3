using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

public sealed class DecisionNamesFacts
{
    [Theory]
    [InlineData("acme")]
    [InlineData("acme@example.com")]
    [InlineData("a-b-c")]
    public void The_name_of_a_decision_reads_back(string account)
    {
        byte[] hash = [0x9f, 0x3c, 0x0a, 0x1b, 0x77];
        var id = DecisionId.Of(42, hash, account);

        Assert.Equal($"42-9f3c0a1b@{account}", id.ToString());
        Assert.Equal(id, DecisionId.TryParse(id.ToString()));
        Assert.True(id.IsOf(hash));
        Assert.False(id.IsOf([0x9f, 0x3c, 0x0a, 0x1c]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("42-9f3c0a1b")]
    [InlineData("42-9f3c0a1b@")]
    [InlineData("42-9f3c0a@acme")]
    [InlineData("-42-9f3c0a1b@acme")]
    [InlineData("0-9f3c0a1b@acme")]
    [InlineData("99999999999999999999-9f3c0a1b@acme")]
    public void Other_texts_are_no_names_of_decisions(string text) => Assert.Null(DecisionId.TryParse(text));

    [Theory]
    [InlineData("grant_credit", "billing", ValueTier.Mid, "grant_credit~billing~mid")]
    [InlineData("grant_credit", "a thing of the caller's own", ValueTier.Mid, "grant_credit~other~mid")]
    [InlineData("grant_credit", null, ValueTier.Unspecified, "grant_credit~other~unknown")]
    [InlineData("teleport", "billing", ValueTier.Global, "unknown~billing~global")]
    public void Scenarios_are_no_more_than_the_playbook_names(string type, string? category, ValueTier tier, string expected)
    {
        var scenario = Scenarios.NameOf(TestPlaybook.Create(), new ActionRequest(type, category, null, null, null, null), tier);

        Assert.Equal(expected, scenario);
        Assert.Equal($"{expected.Split('~')[0]}~*~{expected.Split('~')[2]}", Scenarios.ParentOf(scenario));
    }
}
