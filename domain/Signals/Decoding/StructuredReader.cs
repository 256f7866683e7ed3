using System.Text.Json;

namespace AccountTwins.Domain.Signals.Decoding;

/// <summary>
/// Finds the attributes and the data of a structured event, whose members may stand in any order; the data is packed later, when the
/// type is known:
/// <c>{"specversion":"1.0","id":"1","source":"/shop","type":"support.csat.v1","subject":"acme","time":"…","data":{…}}</c>
/// </summary>
/// <param name="json">The whole event.</param>
/// <param name="scratch">Where attributes with escapes are put; as long as the event where it holds any escape, else empty.</param>
internal ref struct StructuredReader(ReadOnlySpan<byte> json, Span<byte> scratch)
{
    private readonly ReadOnlySpan<byte> json = json;
    private Span<byte> scratch = scratch;
    private EventAttributes attributes;

    private enum Member : byte
    {
        Other,
        SpecVersion,
        Id,
        Source,
        Type,
        Subject,
        Time,
        Tenant,
        ContentType,
        Data,
        DataBase64,
    }

    public readonly EventAttributes Attributes => attributes;

    /// <summary>The raw JSON value; empty when absent.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Base64 of the data; empty when absent.</summary>
    public ReadOnlySpan<byte> DataBase64 { get; private set; }

    /// <summary>Throws <see cref="JsonException"/> for malformed JSON.</summary>
    public Rejection Read()
    {
        var reader = new Utf8JsonReader(json, SignalDecoder.JsonOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return new(RejectCodes.NotCloudEvent, "An event must be a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(ref reader);
            reader.Read();
            var rejection = ReadValue(ref reader, member);
            if (!rejection.IsNone)
                return rejection;
        }

        reader.Read();
        return Rejection.None;
    }

    private Rejection ReadValue(ref Utf8JsonReader reader, Member member)
    {
        var start = (int)reader.TokenStartIndex;
        if (member is Member.Other or Member.Data)
        {
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            if (member == Member.Data)
                Data = isNull ? default : json[start..(int)reader.BytesConsumed];
            return Rejection.None;
        }

        if (reader.TokenType == JsonTokenType.Null)
            return Set(member, default);
        if (reader.TokenType != JsonTokenType.String)
            return new(RejectCodes.BadAttribute, $"'{WireName(member)}' must be a text.");
        if (!reader.ValueIsEscaped)
            return Set(member, json.Slice(start + 1, reader.ValueSpan.Length));
        if (!JsonText.TryCopy(ref reader, scratch, out var length))
            return new(RejectCodes.BadJson, $"'{WireName(member)}' holds half a surrogate pair.");
        var text = scratch[..length];
        scratch = scratch[length..];
        return Set(member, text);
    }

    private Rejection Set(Member member, ReadOnlySpan<byte> text)
    {
        switch (member)
        {
            case Member.SpecVersion:
                attributes.SpecVersion = text;
                break;
            case Member.Id:
                attributes.Id = text;
                break;
            case Member.Source:
                attributes.Source = text;
                break;
            case Member.Type:
                attributes.Type = text;
                break;
            case Member.Subject:
                attributes.Subject = text;
                break;
            case Member.Time:
                attributes.Time = text;
                break;
            case Member.Tenant:
                attributes.Tenant = text;
                break;
            case Member.ContentType:
                attributes.ContentType = text;
                break;
            case Member.DataBase64:
                DataBase64 = text;
                break;
        }

        return Rejection.None;
    }

    private static string WireName(Member member) => member switch
    {
        Member.ContentType => "datacontenttype",
        Member.DataBase64 => "data_base64",
        _ => member.ToString().ToLowerInvariant(),
    };

    private static Member MemberOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return MemberOf(reader.ValueSpan);
        Span<byte> unescaped = stackalloc byte[128];
        return reader.ValueSpan.Length <= unescaped.Length && JsonText.TryCopy(ref reader, unescaped, out var length)
            ? MemberOf(unescaped[..length])
            : Member.Other;
    }

    /// <summary>By length first, so that a name is compared with the few it can be.</summary>
    private static Member MemberOf(scoped ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => Member.Id,
        4 when name.SequenceEqual("type"u8) => Member.Type,
        4 when name.SequenceEqual("time"u8) => Member.Time,
        4 when name.SequenceEqual("data"u8) => Member.Data,
        6 when name.SequenceEqual("source"u8) => Member.Source,
        6 when name.SequenceEqual("tenant"u8) => Member.Tenant,
        7 when name.SequenceEqual("subject"u8) => Member.Subject,
        11 when name.SequenceEqual("specversion"u8) => Member.SpecVersion,
        11 when name.SequenceEqual("data_base64"u8) => Member.DataBase64,
        15 when name.SequenceEqual("datacontenttype"u8) => Member.ContentType,
        _ => Member.Other,
    };
}
