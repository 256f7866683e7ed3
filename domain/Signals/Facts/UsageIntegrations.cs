using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>The customer tied the product to another system: a root that makes leaving harder.</summary>
public sealed record IntegrationConnected(string Integration) : Fact
{
    public static readonly SignalType Type = new(
        102, Family.Usage, "integration_connected", "The account connected an integration.",
        [Field.Id("integration", 128, "Name of the connected system.")],
        static (ref FieldReader read) => new IntegrationConnected(read.Text()),
        """{"integration":"salesforce"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write) => write.Text(Integration);
}

/// <summary>The customer pulled an integration.</summary>
public sealed record IntegrationRemoved(string Integration, string? Reason = null) : Fact
{
    public static readonly SignalType Type = new(
        103, Family.Usage, "integration_removed", "The account removed an integration.",
        [Field.Id("integration", 128, "Name of the system that was connected."), SharedFields.Reason],
        static (ref FieldReader read) => new IntegrationRemoved(read.Text(), read.TextOrNull()),
        """{"integration":"salesforce","reason":"moved to another CRM"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Integration);
        write.Text(Reason);
    }
}

/// <summary>A step of the customer's onboarding was reached.</summary>
public sealed record MilestoneReached(string Milestone, DateOnly? Due = null) : Fact
{
    public static readonly SignalType Type = new(
        104, Family.Usage, "milestone_reached", "The account reached an onboarding milestone.",
        [
            Field.Id("milestone", 128, "Name of the milestone, such as first_value."),
            Field.Date("due", "When it was planned to be reached.").Optional,
        ],
        static (ref FieldReader read) => new MilestoneReached(read.Text(), read.DateOrNull()),
        """{"milestone":"first_value","due":"2026-02-15"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Milestone);
        write.Date(Due);
    }
}
