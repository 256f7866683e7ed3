using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Playbooks.Changes;
using AccountTwins.Silo.Playbooks;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>A change is told in the file's words, and with what it does to verdicts.</summary>
public sealed class PlaybookDiffTests
{
    [Fact]
    public void A_playbook_does_not_differ_from_itself()
    {
        var changes = PlaybookDiff.Between(DefaultPlaybook.Value, DefaultPlaybook.Value);
        Assert.Empty(changes.Items);
        Assert.Equal(ChangeDirection.Neither, changes.Direction);
    }

    [Theory]
    [InlineData("\"t-1\"", "\"t-2\"", "version", "t-1", "t-2", ChangeDirection.Neither)]
    [InlineData("mid: 20", "mid: 10", "actions[grant_credit].caps.mid", "20", "10", ChangeDirection.Tightens)]
    [InlineData(", mid: 20", "", "actions[grant_credit].caps.mid", "20", null, ChangeDirection.Tightens)]
    [InlineData("absolute_cap: 1000", "absolute_cap: 2000", "actions[grant_credit].absolute_cap", "1000", "2000", ChangeDirection.Loosens)]
    [InlineData("    absolute_cap: 1000\n", "", "actions[grant_credit].absolute_cap", "1000", null, ChangeDirection.Loosens)]
    [InlineData("{ healthy: full,       watch", "{ healthy: bounded, watch", "matrix.small.healthy", "full", "bounded", ChangeDirection.Tightens)]
    [InlineData("reversibility: correctable", "reversibility: irreversible", "actions[grant_credit].reversibility", "correctable", "irreversible", ChangeDirection.Tightens)]
    [InlineData("families: [billing]", "families: []", "actions[grant_credit].families[billing]", "required", null, ChangeDirection.Loosens)]
    [InlineData("in_base: 0.9", "in_base: 0.95", "money.rates[USD].in_base", "0.9", "0.95", ChangeDirection.Tightens)]
    [InlineData("{ currency: USD, in_base: 0.9, as_of: 2026-01-01 }", "{ currency: USD, in_base: 0.9, as_of: 2026-02-01 }", "money.rates[USD].as_of", "2026-01-01", "2026-02-01", ChangeDirection.Neither)]
    [InlineData("role: executive, people: 2", "role: executive, people: 1", "actions[grant_credit].approvers", "", "", ChangeDirection.Loosens)]
    [InlineData("up_to_amount: 500, role: lead", "up_to_amount: 500, role: executive", "actions[grant_credit].approvers", "", "", ChangeDirection.Tightens)]
    [InlineData("when: open_flag, at_most: supervised }", "when: open_flag, at_most: supervised, status: shadow }", "constraints[flag]", "active", "shadow", ChangeDirection.Loosens)]
    [InlineData("  - { name: flag, when: open_flag, at_most: supervised }\n", "", "constraints[flag]", "active", null, ChangeDirection.Loosens)]
    [InlineData("actions: [grant_credit] }", "actions: [] }", "constraints[renewal].actions", "grant_credit", "all", ChangeDirection.Tightens)]
    [InlineData("days: 60", "days: 90", "constraints[renewal].days", "60", "90", ChangeDirection.Tightens)]
    [InlineData("exempt: []", "exempt: [discount]", "escalation.exempt[discount]", null, "listed", ChangeDirection.Loosens)]
    [InlineData("exempt: []", "exempt: [], reopened: 0", "escalation.reopened", "1", "off", ChangeDirection.Loosens)]
    [InlineData("exempt: []", "exempt: [], segments: [{ segment: smb, route: swarm }]", "escalation.segments[smb]", null, "swarm", ChangeDirection.Neither)]
    [InlineData("[billing, bug]", "[billing, bug, how_to]", "categories[how_to]", null, "listed", ChangeDirection.Unclear)]
    [InlineData("version: \"t-1\"", "version: \"t-1\"\nmode: observe", "mode", "enforce", "observe", ChangeDirection.Loosens)]
    [InlineData("version: \"t-1\"", "version: \"t-1\"\nassumed_ai_contact: allowed", "assumed_ai_contact", "none", "allowed", ChangeDirection.Loosens)]
    public void One_change_is_one_line(string piece, string instead, string path, string? before, string? after, ChangeDirection direction)
    {
        var changes = PlaybookDiff.Between(Read(SmallPlaybook.Text), Read(SmallPlaybook.With(piece, instead)));
        var change = Assert.Single(changes.Items);
        Assert.Equal((path, direction), (change.Path, change.Direction));
        Assert.Equal(direction, changes.Direction);
        if (before != "")
            Assert.Equal((before, after), (change.Before, change.After));
        var back = Assert.Single(PlaybookDiff.Between(Read(SmallPlaybook.With(piece, instead)), Read(SmallPlaybook.Text)).Items);
        Assert.Equal((change.After, change.Before), (back.Before, back.After));
        Assert.Equal(Opposite(direction), back.Direction);
    }

    [Fact]
    public void Changes_both_ways_are_unclear_together()
    {
        var after = SmallPlaybook.With("mid: 20", "mid: 10").Replace("days: 60", "days: 30", StringComparison.Ordinal);
        var changes = PlaybookDiff.Between(Read(SmallPlaybook.Text), Read(after));
        Assert.Equal(2, changes.Items.Count);
        Assert.Equal(ChangeDirection.Unclear, changes.Direction);
    }

    [Fact]
    public void An_action_that_comes_is_one_line()
    {
        var before = DefaultPlaybook.Value;
        var after = before with { Actions = [.. before.Actions.Skip(1)] };
        Assert.Equal(("actions[reply]", ChangeDirection.Tightens), Of(PlaybookDiff.Between(before, after)));
        Assert.Equal(("actions[reply]", ChangeDirection.Loosens), Of(PlaybookDiff.Between(after, before)));

        static (string, ChangeDirection) Of(PlaybookChanges changes) => (Assert.Single(changes.Items).Path, changes.Direction);
    }

    private static ChangeDirection Opposite(ChangeDirection direction) => direction switch
    {
        ChangeDirection.Tightens => ChangeDirection.Loosens,
        ChangeDirection.Loosens => ChangeDirection.Tightens,
        _ => direction,
    };

    private static Playbook Read(string text)
    {
        var reading = PlaybookReader.Read(text);
        Assert.Empty(reading.Errors);
        return reading.Playbook!;
    }
}
