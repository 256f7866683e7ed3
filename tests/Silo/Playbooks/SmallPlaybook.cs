using System.Text;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>A short valid file that a test breaks in one place.</summary>
internal static class SmallPlaybook
{
    public const string Text = """
        version: "t-1"
        money:
          base: EUR
          rates:
            - { currency: USD, in_base: 0.9, as_of: 2026-01-01 }
        value:
          tiers:
            mid: { value: 1000 }
            global: { value: 9000, segments: [global] }
        matrix:
          small:     { healthy: full,       watch: bounded,    at_risk: supervised, unknown: diagnostic }
          mid:       { healthy: bounded,    watch: bounded,    at_risk: diagnostic, unknown: diagnostic }
          strategic: { healthy: supervised, watch: supervised, at_risk: diagnostic, unknown: diagnostic }
          global:    { healthy: diagnostic, watch: diagnostic, at_risk: diagnostic, unknown: diagnostic }
          unknown:   { healthy: diagnostic, watch: diagnostic, at_risk: diagnostic, unknown: diagnostic }
        actions:
          - type: grant_credit
            requires: bounded
            reversibility: correctable
            families: [billing]
            takes_amount: true
            absolute_cap: 1000
            caps: { small: 50, mid: 20 }
            budgets:
              - { window: day, amount: 100 }
            obligations:
              - { kind: report_outcome, within_seconds: 3600 }
            approvers:
              - { up_to_amount: 100, up_to_tier: mid, role: csm }
              - { up_to_amount: 500, role: lead }
              - { role: executive, people: 2 }
          - type: discount
            requires: full
            reversibility: irreversible
            takes_amount: true
            approvers:
              - { role: executive }
        categories: [billing, bug]
        constraints:
          - { name: renewal, when: renewal_window, days: 60, at_most: diagnostic, actions: [grant_credit] }
          - { name: flag, when: open_flag, at_most: supervised }
        freshness: { when_late: supervised, when_dead: diagnostic }
        escalation: { exempt: [], clause_categories: [legal, bug] }

        """;

    /// <summary>The text with one piece replaced; the piece stands there exactly once.</summary>
    public static string With(string piece, string instead)
    {
        Assert.Equal(2, Text.Split(piece).Length);
        return Text.Replace(piece, instead, StringComparison.Ordinal);
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
