using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals.Decoding;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Domain.Signals;

/// <summary>
/// Turns the bytes of a CloudEvent into a packed signal. Whatever the bytes, the answer is a value: bad input never throws. It packs
/// while it reads, so that an event costs its body, its account id and little else.
/// </summary>
public static class SignalDecoder
{
    /// <summary>Deepest nesting read, unknown members included.</summary>
    private const int DepthMax = 32;

    internal static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = DepthMax };

    /// <summary>Structured mode: the whole event is one JSON object (<c>application/cloudevents+json</c>).</summary>
    public static Decoded Decode(ReadOnlySpan<byte> json, in DecodeRules rules)
    {
        if (json.Length > rules.BodyBytesMax)
            return TooLarge(json.Length, rules);
        if (!Utf8.IsValid(json))
            return Decoded.Rejected(RejectCodes.BadJson, "The event is not UTF-8.");
        var rented = json.Contains((byte)'\\') ? ArrayPool<byte>.Shared.Rent(json.Length) : null;
        try
        {
            var reader = new StructuredReader(json, rented);
            var rejection = reader.Read();
            if (!rejection.IsNone)
                return rejection.ToDecoded();
            var attributes = reader.Attributes;
            if (reader.DataBase64.IsEmpty)
                return Decode(attributes, reader.Data, rules);
            return reader.Data.IsEmpty
                ? DecodeBase64(attributes, reader.DataBase64, rules)
                : Decoded.Rejected(RejectCodes.NotCloudEvent, "An event has 'data' or 'data_base64', not both.");
        }
        catch (JsonException exception)
        {
            return BadJson(exception);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Binary mode: the attributes came as headers, the body is the data alone.</summary>
    public static Decoded DecodeBinary(in EventAttributes attributes, ReadOnlySpan<byte> data, in DecodeRules rules)
    {
        if (data.Length > rules.BodyBytesMax)
            return TooLarge(data.Length, rules);
        if (!Utf8.IsValid(data))
            return Decoded.Rejected(RejectCodes.BadJson, "The data is not UTF-8.");
        try
        {
            return Decode(attributes, data, rules);
        }
        catch (JsonException exception)
        {
            return BadJson(exception);
        }
    }

    private static Decoded DecodeBase64(in EventAttributes attributes, ReadOnlySpan<byte> base64, in DecodeRules rules)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(base64.Length));
        try
        {
            return Base64.DecodeFromUtf8(base64, rented, out _, out var length) == OperationStatus.Done && Utf8.IsValid(rented.AsSpan(0, length))
                ? Decode(attributes, rented.AsSpan(0, length), rules)
                : Decoded.Rejected(RejectCodes.BadJson, "'data_base64' is no Base64 of UTF-8.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static Decoded Decode(in EventAttributes attributes, ReadOnlySpan<byte> data, in DecodeRules rules)
    {
        if (AttributeRules.Identity(attributes) is { IsNone: false } anonymous)
            return anonymous.ToDecoded();
        if (AttributeRules.Type(attributes.Type, out var type) is { IsNone: false } unknown)
            return unknown.ToDecoded();
        if (AttributeRules.Time(attributes.Time, rules, out var ticks) is { IsNone: false } untimely)
            return untimely.ToDecoded(type);
        if (AttributeRules.ContentType(attributes.ContentType) is { IsNone: false } unreadable)
            return unreadable.ToDecoded(type);
        if (AttributeRules.Tenant(attributes.Tenant, rules, out var tenant) is { IsNone: false } stranger)
            return stranger.ToDecoded(type);

        var account = "";
        var isBeat = type == FeedHeartbeat.Type;
        if (!isBeat && AttributeRules.Subject(attributes.Subject, out account) is { IsNone: false } nobody)
            return nobody.ToDecoded(type);
        if (Pack(type!, ticks, attributes, data, out var signal) is { IsNone: false } wrong)
            return wrong.ToDecoded(type);
        return isBeat
            ? Decoded.Heartbeat(new(tenant, ((FeedHeartbeat)signal!.Read()).Feed, signal.Stamp.Time, signal.Source))
            : Decoded.Accepted(new(tenant, account), signal!);
    }

    /// <summary>Absent data is an empty object: some types require nothing.</summary>
    private static Rejection Pack(SignalType type, long ticks, in EventAttributes attributes, ReadOnlySpan<byte> data, out Signal? signal)
    {
        signal = null;
        var writer = new PackedWriter(256);
        try
        {
            SignalBody.WriteHead(ref writer, type, ticks, attributes.Source, attributes.Id, out var identity);
            var reader = new Utf8JsonReader(data.IsEmpty ? "{}"u8 : data, JsonOptions);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                return Rejection.WrongType("data", "an object");
            if (FieldsDecoder.Pack(ref reader, type.Fields.AsSpan(), ref writer) is { IsNone: false } rejection)
                return rejection;
            reader.Read();
            signal = new Signal { Stamp = new(ticks, identity), Identity = identity, Family = type.Family, Body = writer.ToArray() };
            return Rejection.None;
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static Decoded TooLarge(int bytes, in DecodeRules rules) =>
        Decoded.Rejected(RejectCodes.TooLarge, $"{bytes} bytes; at most {rules.BodyBytesMax} are accepted.");

    /// <summary>The parser's own sentence quotes the input; the place is enough.</summary>
    private static Decoded BadJson(JsonException exception) =>
        Decoded.Rejected(RejectCodes.BadJson, $"No well-formed JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
}
