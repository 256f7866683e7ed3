using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>A feed says that it lives, though it has nothing to tell. It has no subject: it goes to the feed, not to an account.</summary>
public sealed record FeedHeartbeat(Family Feed) : Fact
{
    public static readonly SignalType Type = new(
        1, Family.Unspecified, "heartbeat", "A feed lives, though it has nothing to tell.",
        [Field.Choice<Family>("family", "Which feed.")],
        static (ref FieldReader read) => new FeedHeartbeat(read.Choice<Family>()),
        """{"family":"usage"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write) => write.Choice<Family>(Feed);
}
