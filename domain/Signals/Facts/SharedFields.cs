using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>Fields that several types declare alike.</summary>
internal static class SharedFields
{
    public static readonly Field Ticket = Field.Id("ticket", 128, "Id of the ticket in the support system.");
    public static readonly Field Contact = Field.Id("contact", 254, "E-mail address of the customer's person.").Optional;
    public static readonly Field Severity = Field.Choice<Severity>("severity", "How bad it is for the customer.").Optional;
    public static readonly Field Category = Field.Id("category", 64, "What it is about, in the vendor's own words, such as login or invoice.").Optional;
    public static readonly Field Channel = Field.Id("channel", 32, "Where it was said: email, chat, phone, portal.").Optional;
    public static readonly Field Reason = Field.Text("reason", 500, "Why, in a sentence.").Optional;
    public static readonly Field Comment = Field.Text("comment", 2000, "What the person wrote.").Optional;
    public static readonly Field Invoice = Field.Id("invoice", 128, "Id of the invoice in the billing system.");
    public static readonly Field Contract = Field.Id("contract", 128, "Id of the contract.");
    public static readonly Field Currency = Field.Currency();
}
