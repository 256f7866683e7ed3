using System.Text;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Tests.Domain.Signals;

public sealed class SignalTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 17, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Packed_signal_comes_back_as_it_was()
    {
        var fact = new ContractSigned
        {
            Contract = "C-1", Arr = 180_000.50m, Currency = "SEK", Start = new(2026, 1, 1), End = new(2026, 12, 31), AutoRenew = false,
            Products = [new("ledger", "enterprise", null), new("forecast")], Clauses = ["no_ai_processing"],
        };
        var signal = Signal.Of(fact, Noon, "urn:erp", "ä-1");
        var back = Signal.Unpack(signal.Body);

        Assert.Equal(signal, back);
        Assert.Equal(signal.Stamp, back.Stamp);
        Assert.Equal(fact, back.Read());
        Assert.Equal(Noon, back.Stamp.Time);
        Assert.Equal(("urn:erp", "ä-1", Family.Contract), (back.Source, back.Id, back.Family));
        Assert.Same(ContractSigned.Type, back.Type);
    }

    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    public void Hash_is_xxh64(string text, ulong expected) => Assert.Equal(expected, Hash64.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Identity_is_the_hash_of_source_and_id_and_breaks_ties()
    {
        var signal = Signal.Of(new IntegrationConnected("x"), Noon, "https://example.com/product/eu-west", "0f3c");
        Assert.Equal(Hash64.Of("https://example.com/product/eu-west\00f3c"u8), signal.Identity);
        Assert.Equal(signal.Identity, signal.Stamp.Tie);
        Assert.NotEqual(signal.Identity, Signal.Of(new IntegrationConnected("x"), Noon, "https://example.com/product/eu-west0", "f3c").Identity);
    }

    [Fact]
    public void Value_outside_its_limits_is_refused_where_it_is_made()
    {
        Assert.Throws<ArgumentException>(() => Signal.Of(new SatisfactionRated(6), Noon, "s", "1"));
        Assert.Throws<ArgumentException>(() => Signal.Of(new TicketOpened(""), Noon, "s", "1"));
        Assert.Throws<ArgumentException>(() => Signal.Of(new InvoicePaid("I", 1, "eur"), Noon, "s", "1"));
        Assert.Throws<ArgumentException>(() => Signal.Of(new ContractRenewed { Contract = "C" }, Noon, "s", "1"));
        Assert.Throws<ArgumentException>(() => Signal.Of(new EffortRated(3), Noon, "", "1"));
    }

    [Fact]
    public void Damaged_body_is_named_never_guessed_at()
    {
        var body = Signal.Of(new TicketOpened("T-1", Severity.High, "export", "email", "Subject"), Noon, "src", "b1").Body;
        for (var length = 0; length < body.Length; length++)
            Assert.Throws<PackedFormatException>(() => Signal.Unpack(body[..length]).Read());
        Assert.Throws<PackedFormatException>(() => Signal.Unpack([.. body, 0]).Read());
    }

    [Fact]
    public void Field_added_later_is_left_unread_by_an_older_reader()
    {
        var body = Signal.Of(new UsageActivity(2), Noon, "s", "1").Body;
        var newer = (byte[])[.. body, 7, 7];
        newer[^4] |= 0x10;
        Assert.Equal(new UsageActivity(2), Signal.Unpack(newer).Read());
    }
}
