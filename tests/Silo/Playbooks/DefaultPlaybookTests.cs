using AccountTwins.Domain.Playbooks;
using AccountTwins.Silo.Playbooks;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>The playbook that ships.</summary>
public sealed class DefaultPlaybookTests
{
    private static readonly string[] Catalogue =
    [
        "reply", "holding_reply", "decline_request", "commit_date", "state_billing_fact", "state_contract_term", "grant_credit", "discount",
        "change_plan", "chase_invoice", "close_ticket", "send_outreach",
    ];

    [Fact]
    public void It_has_no_error_and_carries_the_hash_of_its_bytes()
    {
        var reading = PlaybookReader.Read(DefaultPlaybook.File.Span);
        Assert.Empty(reading.Errors);
        Assert.Equal(PlaybookReader.HashOf(DefaultPlaybook.File.Span), reading.Playbook!.Hash);
        Assert.Equal(reading.Playbook.Hash, DefaultPlaybook.Value.Hash);
    }

    [Fact]
    public void It_shows_how_incidents_are_found_with_the_defaults()
    {
        Assert.Equal(new IncidentRules(), DefaultPlaybook.Value.Incidents);
        Assert.Contains("\nincidents:\n", System.Text.Encoding.UTF8.GetString(DefaultPlaybook.File.Span));
    }

    [Fact]
    public void It_ships_the_whole_catalogue() => Assert.Equal(Catalogue, DefaultPlaybook.Value.Actions.Select(action => action.Type));

    [Fact]
    public void It_has_a_rule_for_every_circumstance() =>
        Assert.Empty(Enum.GetValues<Circumstance>().Except(DefaultPlaybook.Value.Constraints.Select(rule => rule.When)).Except([Circumstance.Unspecified]));
}
