using System.Text;
using AccountTwins.Domain.Playbooks.Format;
using AccountTwins.Silo.Playbooks;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>What is wrong with a file is said with its place, in words and with a stable code.</summary>
public sealed class PlaybookReaderTests
{
    [Fact]
    public void The_small_playbook_is_good()
    {
        var reading = PlaybookReader.Read(SmallPlaybook.Text);
        Assert.Empty(reading.Errors);
        Assert.Equal("t-1", reading.Playbook!.Version);
        Assert.Equal(20, reading.Playbook.Action("grant_credit")!.CapOf(AccountTwins.Domain.Value.Tiers.ValueTier.Mid));
        Assert.Equal(64, reading.Playbook.Hash.Length);
    }

    [Theory]
    [InlineData("version: \"t-1\"", "version: \"t-1", 1, "", "syntax")]
    [InlineData("base: EUR", "base: &b EUR", 3, "", "alias")]
    [InlineData("base: EUR", "base: *b", 3, "", "alias")]
    [InlineData("base: EUR", "base: !!binary RVVS", 3, "", "tag")]
    [InlineData("base: EUR", "[a, b]: EUR", 3, "", "wrong_type")]
    [InlineData("base: EUR", "base: [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", 3, "", "too_deep")]
    [InlineData("freshness: {", "---\nfreshness: {", 42, "", "documents")]
    public void What_is_no_plain_yaml_is_refused(string piece, string instead, int line, string path, string code) => Expect(piece, instead, line, path, code);

    [Theory]
    [InlineData("base: EUR", "bass: EUR", 3, "money.bass", "unknown_key")]
    [InlineData("base: EUR", "base: EUR\n  base: USD", 4, "money.base", "duplicate_key")]
    [InlineData("  base: EUR\n", "", 3, "money.base", "missing")]
    [InlineData("categories: [billing, bug]\n", "", 1, "categories", "missing")]
    [InlineData("\"t-1\"", "1.10", 1, "version", "wrong_type")]
    [InlineData("\"t-1\"", "", 1, "version", "wrong_type")]
    [InlineData("base: EUR", "base: eur", 3, "money.base", "bad_format")]
    [InlineData("base: EUR", "base: [EUR]", 3, "money.base", "wrong_type")]
    [InlineData("in_base: 0.9", "in_base: 0", 5, "money.rates[0].in_base", "out_of_range")]
    [InlineData("in_base: 0.9", "in_base: '0.9'", 5, "money.rates[0].in_base", "wrong_type")]
    [InlineData("in_base: 0.9", "in_base: 1e3", 5, "money.rates[0].in_base", "wrong_type")]
    [InlineData("2026-01-01", "2026-02-30", 5, "money.rates[0].as_of", "bad_format")]
    [InlineData("takes_amount: true\n    absolute_cap", "takes_amount: true\n    promises: 1\n    absolute_cap", 22, "actions[0].promises", "wrong_type")]
    [InlineData("takes_amount: true\n    absolute_cap", "takes_amount: yes\n    absolute_cap", 21, "actions[0].takes_amount", "wrong_type")]
    [InlineData("requires: bounded", "requires: bonded", 18, "actions[0].requires", "unknown_word")]
    [InlineData("requires: bounded", "requires: suspended", 18, "actions[0].requires", "unknown_word")]
    [InlineData("within_seconds: 3600", "within_seconds: 0.5", 27, "actions[0].obligations[0].within_seconds", "wrong_type")]
    [InlineData("small: 50", "small: -1", 23, "actions[0].caps.small", "out_of_range")]
    [InlineData("type: discount", "type: Discount", 32, "actions[1].type", "bad_format")]
    [InlineData("[billing, bug]", "[billing, bug, bug]", 38, "categories[2]", "duplicate_item")]
    [InlineData("exempt: []", "exempt: {}", 43, "escalation.exempt", "wrong_type")]
    [InlineData("name: flag", "name: flagflagflagflagflagflagflagflagflagflagflag", 41, "constraints[1].name", "too_long")]
    [InlineData("freshness: {", "reviews: { permit_seconds: 61 }\nfreshness: {", 42, "reviews.permit_seconds", "out_of_range")]
    public void A_wrong_key_or_value_says_where_and_why(string piece, string instead, int line, string path, string code) => Expect(piece, instead, line, path, code);

    [Theory]
    [InlineData("strategic: { healthy: supervised", "strategic: { healthy: full", 13, "matrix.strategic.healthy", "matrix_looser")]
    [InlineData("watch: bounded,    at_risk: supervised, unknown: diagnostic", "watch: bounded, at_risk: supervised, unknown: bounded", 11, "matrix.small.unknown", "matrix_looser")]
    [InlineData("mid: { value: 1000 }", "mid: { value: 9000 }", 8, "value.tiers", "tiers")]
    [InlineData("USD", "EUR", 5, "money.rates[0].currency", "base_rate")]
    [InlineData("type: discount", "type: grant_credit", 32, "actions[1].type", "duplicate_name")]
    [InlineData("mid: 20", "mid: 60", 23, "actions[0].caps.mid", "caps_rise")]
    [InlineData("mid: 20 }", "global: 20 }", 23, "actions[0].caps.global", "caps_rise")]
    [InlineData("absolute_cap: 1000", "absolute_cap: 40", 23, "actions[0].caps.small", "cap_over_absolute")]
    [InlineData("takes_amount: true\n    absolute_cap", "takes_amount: false\n    absolute_cap", 22, "actions[0].absolute_cap", "amount_not_taken")]
    [InlineData("{ window: day, amount: 100 }", "{ window: day }", 25, "actions[0].budgets[0]", "budget_empty")]
    [InlineData("{ window: day, amount: 100 }", "{ window: day, amount: 100 }\n      - { window: day, count: 1 }", 26, "actions[0].budgets[1].window", "duplicate_name")]
    [InlineData("report_outcome, within_seconds: 3600", "cap_amount", 27, "actions[0].obligations[0].max", "obligation_incomplete")]
    [InlineData("report_outcome, within_seconds: 3600", "disclose_ai, within_seconds: 3600", 27, "actions[0].obligations[0].within_seconds", "obligation_extra")]
    [InlineData("up_to_amount: 500, role: lead", "up_to_amount: 50, role: lead", 30, "actions[0].approvers[1]", "approvers_order")]
    [InlineData("up_to_amount: 100, up_to_tier: mid, role: csm", "up_to_amount: 100, up_to_tier: mid, role: executive", 30, "actions[0].approvers[1]", "approvers_order")]
    [InlineData("      - { role: executive, people: 2 }\n", "", 29, "actions[0].approvers", "approvers_open")]
    [InlineData("    approvers:\n      - { role: executive }\n", "", 32, "actions[1].approvers", "approvers_missing")]
    [InlineData("actions: [grant_credit]", "actions: [grant_credits]", 40, "constraints[0].actions[0]", "unknown_action")]
    [InlineData("exempt: []", "exempt: [holding]", 43, "escalation.exempt[0]", "unknown_action")]
    [InlineData("[legal, bug]", "[legal, bugs]", 43, "escalation.clause_categories[1]", "unknown_category")]
    [InlineData("exempt: []", "exempt: [], segments: [{ segment: smb, route: owner }, { segment: SMB, route: swarm }]", 43, "escalation.segments[1].segment", "duplicate_name")]
    [InlineData("name: flag", "name: renewal", 41, "constraints[1].name", "duplicate_name")]
    [InlineData("days: 60, ", "", 40, "constraints[0].days", "days_missing")]
    [InlineData("when: open_flag", "when: open_flag, days: 3", 41, "constraints[1].days", "days_extra")]
    [InlineData("when: open_flag", "when: open_flag, clauses: [a]", 41, "constraints[1].clauses", "clauses_extra")]
    [InlineData("when_dead: diagnostic", "when_dead: bounded", 42, "freshness.when_dead", "freshness_order")]
    [InlineData("freshness: {", "observe: [{ }]\nfreshness: {", 42, "observe[0]", "observe_empty")]
    [InlineData("freshness: {", "observe: [{ action: relpy }]\nfreshness: {", 42, "observe[0].action", "unknown_action")]
    [InlineData("freshness: {", "observe: [{ segment: smb }, { segment: SMB }]\nfreshness: {", 42, "observe[1].segment", "duplicate_name")]
    [InlineData("freshness: {", "learning: { unacceptable_disagreement: 0.05 }\nfreshness: {", 42, "learning.unacceptable_disagreement", "learning")]
    [InlineData("freshness: {", "learning: { looks: [50, 40] }\nfreshness: {", 42, "learning.looks", "learning")]
    public void What_only_the_whole_tells_says_where_and_why(string piece, string instead, int line, string path, string code) => Expect(piece, instead, line, path, code);

    [Fact]
    public void The_nearest_known_word_is_suggested()
    {
        Assert.Contains("did you mean base?", First("base: EUR", "bsae: EUR").Text, StringComparison.Ordinal);
        Assert.Contains("did you mean bounded?", First("requires: bounded", "requires: bonded").Text, StringComparison.Ordinal);
        Assert.Contains("did you mean grant_credit?", First("[grant_credit]", "[grant_credits]").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("did you mean", First("base: EUR", "zzzzzzzz: EUR").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_points_at_the_value()
    {
        var error = First("mid: 20 }", "mid: x }");
        Assert.Equal((23, 29), (error.Line, error.Column));
    }

    [Fact]
    public void Errors_are_bounded_and_say_that_there_are_more()
    {
        var reading = PlaybookReader.Read(string.Concat(Enumerable.Range(0, 200).Select(number => $"x{number}: 1\n")));
        Assert.Equal(PlaybookReading.ErrorsMax, reading.Errors.Count);
        Assert.True(reading.HasMore);
    }

    [Fact]
    public void A_file_that_is_empty_too_large_or_no_text_is_refused()
    {
        Assert.Equal("missing", PlaybookReader.Read("").Errors[0].Code);
        Assert.Equal("missing", PlaybookReader.Read("# only a comment\n").Errors[0].Code);
        Assert.Equal("too_large", PlaybookReader.Read(new byte[PlaybookFormat.BytesMax + 1]).Errors[0].Code);
        var broken = PlaybookReader.Read([.. SmallPlaybook.Bytes("version: \"1\"\nmoney: "), 0xff]).Errors[0];
        Assert.Equal((2, "encoding"), (broken.Line, broken.Code));
    }

    [Fact]
    public void The_mark_of_utf8_is_no_part_of_the_text()
    {
        var marked = PlaybookReader.Read([.. Encoding.UTF8.Preamble, .. SmallPlaybook.Bytes(SmallPlaybook.Text)]);
        Assert.Empty(marked.Errors);
        Assert.NotEqual(PlaybookReader.Read(SmallPlaybook.Text).Playbook!.Hash, marked.Playbook!.Hash);
    }

    private static void Expect(string piece, string instead, int line, string path, string code)
    {
        var reading = PlaybookReader.Read(SmallPlaybook.With(piece, instead));
        Assert.Null(reading.Playbook);
        var error = reading.Errors[0];
        Assert.True((error.Line, error.Path, error.Code) == (line, path, code), string.Join("\n", reading.Errors));
        Assert.True(error.Column >= 1 && error.Text.Length > 10, error.ToString());
        Assert.Contains(error.Code, PlaybookCodes.All);
    }

    private static PlaybookError First(string piece, string instead) => PlaybookReader.Read(SmallPlaybook.With(piece, instead)).Errors[0];
}
