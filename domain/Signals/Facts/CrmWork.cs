using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>Time that a person of the vendor spent on the account.</summary>
public sealed record WorkLogged(int Minutes, string? Role = null, string? Purpose = null, string? Ticket = null) : Fact
{
    public static readonly SignalType Type = new(
        510, Family.Crm, "work_logged", "A person worked for the account.",
        [
            Field.Integer("minutes", 1, 100_000, "How long."), Field.Id("role", 64, "As what: support, csm, engineering.").Optional,
            Field.Id("purpose", 64, "What for: ticket, onboarding, renewal, expansion.").Optional, SharedFields.Ticket.Optional,
        ],
        static (ref FieldReader read) => new WorkLogged((int)read.Integer(), read.TextOrNull(), read.TextOrNull(), read.TextOrNull()),
        """{"minutes":45,"role":"support","purpose":"ticket","ticket":"T-1842"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Integer(Minutes);
        write.Text(Role);
        write.Text(Purpose);
        write.Text(Ticket);
    }
}

/// <summary>One run of an AI agent for the account, with what it cost.</summary>
public sealed record AiRun(
    decimal Cost, string Currency, string? Agent = null, string? Category = null, string? Ticket = null, RunOutcome? Outcome = null) : Fact
{
    public static readonly SignalType Type = new(
        511, Family.Crm, "ai_run", "An AI agent ran for the account.",
        [
            Field.Decimal("cost", 0, Field.AmountMax, 6, "What the run cost."), SharedFields.Currency,
            Field.Id("agent", 128, "Which agent.").Optional, SharedFields.Category, SharedFields.Ticket.Optional,
            Field.Choice<RunOutcome>("outcome", "How it ended.").Optional,
        ],
        static (ref FieldReader read) => new AiRun(
            read.Decimal(), read.Text(), read.TextOrNull(), read.TextOrNull(), read.TextOrNull(), read.ChoiceOrNull<RunOutcome>()),
        """{"cost":0.0184,"currency":"USD","agent":"support-agent","category":"export","ticket":"T-1842","outcome":"handed_over"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Decimal(Cost);
        write.Text(Currency);
        write.Text(Agent);
        write.Text(Category);
        write.Text(Ticket);
        write.Choice(Outcome);
    }
}
