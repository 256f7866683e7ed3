using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Tests.Domain.Signals;

public sealed class SignalDecoderTests
{
    private static readonly DecodeRules Rules = new() { Now = new(2026, 1, 17, 12, 0, 0, TimeSpan.Zero) };

    private const string Csat =
        """{"specversion":"1.0","id":"1","source":"/desk","type":"support.csat.v1","subject":"acme","time":"2026-01-17T11:00:00Z","data":{"score":4}}""";

    private static Decoded Decode(string json) => SignalDecoder.Decode(Encoding.UTF8.GetBytes(json), Rules);

    private static Decoded DecodeCsat(string data) => Decode(Csat.Replace("""{"score":4}""", data, StringComparison.Ordinal));

    [Fact]
    public void Event_becomes_a_signal_of_its_account()
    {
        var decoded = Decode(Csat);
        Assert.Equal(DecodedKind.Accepted, decoded.Kind);
        Assert.Equal(new AccountKey("default", "acme"), decoded.Account);
        Assert.Equal(Signal.Of(new SatisfactionRated(4), new(2026, 1, 17, 11, 0, 0, TimeSpan.Zero), "/desk", "1"), decoded.Signal);
        Assert.Equal(new SatisfactionRated(4), decoded.Signal!.Read());
    }

    [Fact]
    public void Members_may_stand_in_any_order_and_the_last_of_a_repeated_one_counts()
    {
        var decoded = Decode("""
            {"data":{"x":{"y":[1,{"z":null}]},"ticket":"T-1","score":1,"score":5},"tenant":"eu","time":"2026-01-17T12:04:00+01:00","subject":"wrong",
             "subject":"acme","comexampleextension":7,"type":"support.csat.v1","source":"/desk","id":"1","specversion":"1.0"}
            """);
        Assert.Equal(new AccountKey("eu", "acme"), decoded.Account);
        Assert.Equal(new SatisfactionRated(5, "T-1"), decoded.Signal!.Read());
        Assert.Equal(new DateTimeOffset(2026, 1, 17, 11, 4, 0, TimeSpan.Zero), decoded.Signal.Stamp.Time);
    }

    [Fact]
    public void Escapes_are_undone_in_names_attributes_and_fields()
    {
        var decoded = Decode("""
            {"specversion":"1.0","\u0069d":"a\"1","source":"https:\/\/example.com","type":"support\u002ecsat.v1","subject":"\u00e4cme","time":"2026-01-17T11:00:00Z",
             "data":{"sc\u006fre":2,"comment":"line\none \ud83d\ude00"}}
            """);
        Assert.Equal("äcme", decoded.Account.Account);
        Assert.Equal(("a\"1", "https://example.com"), (decoded.Signal!.Id, decoded.Signal.Source));
        Assert.Equal(new SatisfactionRated(2, Comment: "line\none 😀"), decoded.Signal.Read());
    }

    [Fact]
    public void Unknown_member_may_have_a_name_that_no_text_can_hold() =>
        Assert.Equal(new SatisfactionRated(4), DecodeCsat("""{"a\ud800":1,"score":4}""").Signal!.Read());

    [Fact]
    public void Base64_data_is_data()
    {
        var base64 = Convert.ToBase64String("""{"score":3}"""u8);
        Assert.Equal(new SatisfactionRated(3), Decode(Csat.Replace("\"data\":{\"score\":4}", $"\"data_base64\":\"{base64}\"", StringComparison.Ordinal)).Signal!.Read());
    }

    [Fact]
    public void Binary_mode_gives_the_same_signal()
    {
        var attributes = new EventAttributes
        {
            SpecVersion = "1.0"u8, Id = "1"u8, Source = "/desk"u8, Type = "support.csat.v1"u8, Subject = "acme"u8, Time = "2026-01-17T11:00:00Z"u8,
            ContentType = "application/json; charset=utf-8"u8,
        };
        Assert.Equal(Decode(Csat), SignalDecoder.DecodeBinary(attributes, """{"score":4}"""u8, Rules));
        attributes.ContentType = "application/avro"u8;
        Assert.Same(RejectCodes.UnsupportedContentType, SignalDecoder.DecodeBinary(attributes, """{"score":4}"""u8, Rules).Code);
    }

    [Fact]
    public void Heartbeat_goes_to_its_feed()
    {
        var decoded = SignalDecoder.Decode(SignalWriter.Heartbeat("eu", Family.Billing, Rules.Now, "/erp", "9"), Rules);
        Assert.Equal(DecodedKind.Heartbeat, decoded.Kind);
        Assert.Equal(new FeedBeat("eu", Family.Billing, Rules.Now, "/erp"), decoded.Beat);
    }

    [Theory]
    [InlineData("bad_json", "")]
    [InlineData("bad_json", "{")]
    [InlineData("bad_json", "{} x")]
    [InlineData("not_cloudevent", "[]")]
    [InlineData("not_cloudevent", "{}")]
    public void What_is_no_event_is_told_apart(string code, string json) => Assert.Equal(code, Decode(json).Code?.Code);

    [Theory]
    [InlineData("not_cloudevent", "\"specversion\":\"1.0\"", "\"specversion\":\"0.3\"")]
    [InlineData("missing_attribute", "\"id\":\"1\"", "\"id\":null")]
    [InlineData("missing_attribute", "\"source\":\"/desk\"", "\"source\":\"\"")]
    [InlineData("missing_attribute", "\"type\":\"support.csat.v1\",", "")]
    [InlineData("missing_attribute", "\"time\":\"2026-01-17T11:00:00Z\",", "")]
    [InlineData("bad_attribute", "\"id\":\"1\"", "\"id\":1")]
    [InlineData("bad_attribute", "\"id\":\"1\"", "\"id\":\"\\u0000\"")]
    [InlineData("bad_json", "\"id\":\"1\"", "\"id\":\"\\ud800\"")]
    [InlineData("missing_subject", "\"subject\":\"acme\",", "")]
    [InlineData("bad_subject", "\"subject\":\"acme\"", "\"subject\":\"ac/me\"")]
    [InlineData("bad_subject", "\"subject\":\"acme\"", "\"subject\":\"ac\\u0000me\"")]
    [InlineData("bad_tenant", "\"subject\":\"acme\"", "\"subject\":\"acme\",\"tenant\":\"a/b\"")]
    [InlineData("bad_attribute", "\"subject\":\"acme\"", "\"subject\":\"acme\",\"tenant\":5")]
    [InlineData("bad_time", "2026-01-17T11:00:00Z", "2026-02-30T11:00:00Z")]
    [InlineData("bad_time", "2026-01-17T11:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("from_future", "2026-01-17T11:00:00Z", "2026-01-17T12:05:00.001Z")]
    [InlineData("unknown_type", "support.csat.v1", "support.csat.v2")]
    [InlineData("not_cloudevent", "\"data\":", "\"data_base64\":\"e30=\",\"data\":")]
    [InlineData("unsupported_content_type", "\"subject\":\"acme\"", "\"subject\":\"acme\",\"datacontenttype\":\"text/plain\"")]
    public void Unusable_attribute_is_rejected_with_its_code(string code, string part, string instead)
    {
        var decoded = Decode(Csat.Replace(part, instead, StringComparison.Ordinal));
        Assert.Equal((DecodedKind.Rejected, code), (decoded.Kind, decoded.Code?.Code));
        Assert.NotEmpty(decoded.Message!);
    }

    [Theory]
    [InlineData("missing_field", "{}")]
    [InlineData("missing_field", "null")]
    [InlineData("missing_field", "{\"score\":4,\"score\":null}")]
    [InlineData("wrong_type", "[4]")]
    [InlineData("wrong_type", "\"4\"")]
    [InlineData("wrong_type", "{\"score\":\"4\"}")]
    [InlineData("wrong_type", "{\"score\":4.5}")]
    [InlineData("wrong_type", "{\"score\":{\"value\":4}}")]
    [InlineData("out_of_range", "{\"score\":6}")]
    [InlineData("out_of_range", "{\"score\":1e30}")]
    [InlineData("out_of_range", "{\"score\":1e300}")]
    [InlineData("out_of_range", "{\"score\":4,\"ticket\":\"\"}")]
    [InlineData("out_of_range", "{\"score\":4,\"ticket\":\"a\\nb\"}")]
    [InlineData("out_of_range", "{\"score\":4,\"comment\":\"a\\u0000b\"}")]
    [InlineData("bad_json", "{\"score\":4,\"comment\":\"\\udc00\"}")]
    [InlineData("wrong_type", "{\"score\":4,\"ticket\":17}")]
    [InlineData("bad_json", "{\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}")]
    public void Unusable_data_is_rejected_with_its_code_and_counts_for_its_family(string code, string data)
    {
        var decoded = DecodeCsat(data);
        Assert.Equal(code, decoded.Code?.Code);
        Assert.True(decoded.Family == Family.Support || code == "bad_json");
    }

    [Fact]
    public void Whole_numbers_may_be_written_with_a_fraction_or_an_exponent()
    {
        Assert.Equal(new SatisfactionRated(4), DecodeCsat("""{"score":4.0}""").Signal!.Read());
        Assert.Equal(new SatisfactionRated(4), DecodeCsat("""{"score":0.4e1}""").Signal!.Read());
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_rejected()
    {
        var bytes = Encoding.UTF8.GetBytes(Csat);
        bytes[20] = 0xFF;
        Assert.Same(RejectCodes.BadJson, SignalDecoder.Decode(bytes, Rules).Code);
    }

    [Fact]
    public void Headers_that_are_no_utf8_name_no_account()
    {
        var attributes = new EventAttributes
        {
            SpecVersion = "1.0"u8, Id = "1"u8, Source = "/desk"u8, Type = "support.csat.v1"u8, Subject = [(byte)'a', 0xFF], Time = "2026-01-17T11:00:00Z"u8,
        };
        Assert.Same(RejectCodes.BadSubject, SignalDecoder.DecodeBinary(attributes, """{"score":4}"""u8, Rules).Code);
        attributes.Subject = "a"u8;
        attributes.Source = [0xFF];
        Assert.Same(RejectCodes.BadAttribute, SignalDecoder.DecodeBinary(attributes, """{"score":4}"""u8, Rules).Code);
    }

    [Fact]
    public void Ten_megabytes_are_too_large() =>
        Assert.Same(RejectCodes.TooLarge, SignalDecoder.Decode(new byte[10 << 20], Rules).Code);

    [Fact]
    public void Pinned_tenant_is_the_only_one_that_may_speak()
    {
        var pinned = Rules with { PinnedTenant = "eu" };
        var other = Encoding.UTF8.GetBytes(Csat.Replace("\"subject\"", "\"tenant\":\"us\",\"subject\"", StringComparison.Ordinal));
        Assert.Same(RejectCodes.BadTenant, SignalDecoder.Decode(other, pinned).Code);
        Assert.Equal("eu", SignalDecoder.Decode(Encoding.UTF8.GetBytes(Csat), pinned).Account.Tenant);
        Assert.Equal("us", SignalDecoder.Decode(other, Rules).Account.Tenant);
    }

    [Fact]
    public void Money_keeps_four_decimals_and_forgives_float_artefacts()
    {
        var decoded = Decode(Csat.Replace("support.csat.v1", "billing.invoice_paid.v1", StringComparison.Ordinal)
            .Replace("""{"score":4}""", """{"invoice":"I","amount":19.990000000000002,"currency":"EUR"}""", StringComparison.Ordinal));
        Assert.Equal(new InvoicePaid("I", 19.99m, "EUR"), decoded.Signal!.Read());
    }

    [Fact]
    public void Minus_zero_packs_as_zero()
    {
        static byte[] Body(string score) => Decode(Csat.Replace("support.csat.v1", "sentiment.observed.v1", StringComparison.Ordinal)
            .Replace("\"score\":4", $"\"score\":{score}", StringComparison.Ordinal)).Signal!.Body;
        Assert.Equal(Body("0"), Body("-0"));
        Assert.Equal(Body("0.000000"), Body("-0.00000001"));
    }
}
