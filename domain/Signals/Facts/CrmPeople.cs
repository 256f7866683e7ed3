using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>A person of the customer is known, with role; the e-mail address names the person. Said again, it replaces role and champion.</summary>
public sealed record StakeholderJoined(string Email, string? Name = null, string? Role = null, bool? Champion = null) : Fact
{
    public static readonly SignalType Type = new(
        503, Family.Crm, "stakeholder_joined", "A person of the account came in or changed role.",
        [
            Field.Id("email", 254, "E-mail address."), Field.Text("name", 200, "Full name.").Optional,
            Field.Text("role", 100, "What the person does or decides.").Optional, Field.Flag("champion", "Whether the person fights for us.").Optional,
        ],
        static (ref FieldReader read) => new StakeholderJoined(read.Text(), read.TextOrNull(), read.TextOrNull(), read.FlagOrNull()),
        """{"email":"ada@example.com","name":"Ada Byron","role":"Head of Finance","champion":true}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Email);
        write.Text(Name);
        write.Text(Role);
        write.Flag(Champion);
    }
}

public sealed record StakeholderLeft(string Email, string? Reason = null) : Fact
{
    public static readonly SignalType Type = new(
        504, Family.Crm, "stakeholder_left", "A person left the account.",
        [Field.Id("email", 254, "E-mail address."), SharedFields.Reason],
        static (ref FieldReader read) => new StakeholderLeft(read.Text(), read.TextOrNull()),
        """{"email":"ada@example.com","reason":"changed employer"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Email);
        write.Text(Reason);
    }
}

/// <summary>A person of the vendor spoke with the customer.</summary>
public sealed record HumanTouch(TouchKind Kind, string? Who = null, string? Summary = null, string? Contact = null) : Fact
{
    public static readonly SignalType Type = new(
        505, Family.Crm, "human_touch", "A person of the vendor was in touch with the account.",
        [
            Field.Choice<TouchKind>("kind", "How."), Field.Id("who", 200, "The vendor's person.").Optional,
            Field.Text("summary", 1000, "What was said, in short.").Optional, SharedFields.Contact,
        ],
        static (ref FieldReader read) => new HumanTouch(read.Choice<TouchKind>(), read.TextOrNull(), read.TextOrNull(), read.TextOrNull()),
        """{"kind":"call","who":"csm.lee","summary":"Quarterly review; wants SSO.","contact":"ada@example.com"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Choice<TouchKind>(Kind);
        write.Text(Who);
        write.Text(Summary);
        write.Text(Contact);
    }
}
