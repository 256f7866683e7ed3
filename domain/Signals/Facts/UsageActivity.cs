using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>Product usage, as it happened or summed up over a stretch of a day. Every number is optional, because products measure differently.</summary>
public sealed record UsageActivity(int? ActiveUsers = null, int? Sessions = null, string? Feature = null, long? Count = null) : Fact
{
    public static readonly SignalType Type = new(
        101, Family.Usage, "activity", "People of the account used the product.",
        [
            Field.Integer("activeUsers", 0, 10_000_000, "Distinct people seen.").Optional,
            Field.Integer("sessions", 0, 1_000_000_000, "Sessions begun.").Optional,
            Field.Id("feature", 64, "The feature or event that was counted.").Optional,
            Field.Integer("count", 0, Field.AmountMax, "How often the feature was used.").Optional,
        ],
        static (ref FieldReader read) => new UsageActivity((int?)read.IntegerOrNull(), (int?)read.IntegerOrNull(), read.TextOrNull(), read.IntegerOrNull()),
        """{"activeUsers":42,"sessions":118,"feature":"reports","count":1730}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Integer(ActiveUsers);
        write.Integer(Sessions);
        write.Text(Feature);
        write.Integer(Count);
    }
}
