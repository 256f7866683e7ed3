using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>The profile of an account. Every property may be absent, so that each one follows its own last writer.</summary>
public abstract record AccountProfile : Fact
{
    private protected static readonly Field[] Fields =
    [
        Field.Text("name", 200, "The company's name.").Optional,
        Field.Id("segment", 64, "The vendor's own segment, such as enterprise.").Optional,
        Field.Id("region", 64, "Region or country.").Optional,
        Field.Text("industry", 100, "What the company does.").Optional,
        Field.Id("owner", 200, "Who owns the relationship at the vendor.").Optional,
        Field.TextList("goals", 5, 200, "What the customer wants to reach, in its own words.").Optional,
        Field.Id("language", 35, "BCP 47 tag of the language to write in.").Optional,
        Field.Id("preferredChannel", 32, "Where the customer wants to be reached.").Optional,
        Field.Choice<AiContact>("aiContact", "What the customer lets an AI do.").Optional,
        Field.TextMap("externalIds", 16, 64, 128, "The account's id in other systems, by system.").Optional,
        Field.TextList("domains", 16, 253, "E-mail domains of the customer's people.").Optional,
    ];

    public string? Name { get; init; }

    public string? Segment { get; init; }

    public string? Region { get; init; }

    public string? Industry { get; init; }

    public string? Owner { get; init; }

    public ValueList<string>? Goals { get; init; }

    public string? Language { get; init; }

    public string? PreferredChannel { get; init; }

    public AiContact? AiContact { get; init; }

    /// <summary>System → id.</summary>
    public ValueList<KeyValuePair<string, string>>? ExternalIds { get; init; }

    public ValueList<string>? Domains { get; init; }

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Name);
        write.Text(Segment);
        write.Text(Region);
        write.Text(Industry);
        write.Text(Owner);
        write.TextList(Goals);
        write.Text(Language);
        write.Text(PreferredChannel);
        write.Choice(AiContact);
        write.TextMap(ExternalIds);
        write.TextList(Domains);
    }

    /// <summary>Its initialisers stand in declared order, which is the order they run in.</summary>
    private protected static T Read<T>(ref FieldReader read)
        where T : AccountProfile, new() => new()
        {
            Name = read.TextOrNull(),
            Segment = read.TextOrNull(),
            Region = read.TextOrNull(),
            Industry = read.TextOrNull(),
            Owner = read.TextOrNull(),
            Goals = read.TextListOrNull(),
            Language = read.TextOrNull(),
            PreferredChannel = read.TextOrNull(),
            AiContact = read.ChoiceOrNull<AiContact>(),
            ExternalIds = read.TextMapOrNull(),
            Domains = read.TextListOrNull(),
        };
}

public sealed record AccountCreated : AccountProfile
{
    public static readonly SignalType Type = new(
        501, Family.Crm, "account_created", "The account became a customer.", [.. Fields],
        static (ref FieldReader read) => Read<AccountCreated>(ref read),
        """
        {"name":"Initech GmbH","segment":"enterprise","region":"DACH","industry":"Manufacturing","owner":"csm.lee","goals":["close the books in 3 days"],"language":"de","preferredChannel":"email","aiContact":"assist_only","externalIds":{"salesforce":"0015g00000XyZ","stripe":"cus_9s6"},"domains":["initech.example"]}
        """);

    public override SignalType SignalType => Type;
}

public sealed record AccountUpdated : AccountProfile
{
    public static readonly SignalType Type = new(
        502, Family.Crm, "account_updated", "Something in the account's profile changed; what is absent stays as it was.", [.. Fields],
        static (ref FieldReader read) => Read<AccountUpdated>(ref read),
        """{"owner":"csm.kim","aiContact":"allowed"}""");

    public override SignalType SignalType => Type;
}
