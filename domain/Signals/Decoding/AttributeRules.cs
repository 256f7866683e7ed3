using System.Text;
using System.Text.Unicode;
using AccountTwins.Domain.Accounts;

namespace AccountTwins.Domain.Signals.Decoding;

/// <summary>What the attributes of an event must be, one rule after the other.</summary>
internal static class AttributeRules
{
    private const int PartBytesMax = AccountKey.PartLengthMax * 3;

    /// <summary>Before 1970 lie only clocks that were never set; Go's zero time is a frequent one.</summary>
    private static readonly long TicksMin = DateTime.UnixEpoch.Ticks;

    public static Rejection Identity(in EventAttributes attributes)
    {
        if (!attributes.SpecVersion.SequenceEqual("1.0"u8))
            return new(RejectCodes.NotCloudEvent, "'specversion' must be 1.0.");
        var rejection = Name("id", attributes.Id, SignalBody.IdMax);
        return rejection.IsNone ? Name("source", attributes.Source, SignalBody.SourceMax) : rejection;
    }

    public static Rejection Type(ReadOnlySpan<byte> name, out SignalType? type)
    {
        type = SignalCatalogue.Find(name);
        if (type is not null)
            return Rejection.None;
        return name.IsEmpty
            ? new(RejectCodes.MissingAttribute, "'type' is required.")
            : new(RejectCodes.UnknownType, $"'{Quote(name)}' is no signal type.");
    }

    public static Rejection Time(ReadOnlySpan<byte> text, in DecodeRules rules, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
            return new(RejectCodes.MissingAttribute, "'time' is required.");
        if (!Rfc3339.TryTime(text, out ticks) || ticks < TicksMin)
            return new(RejectCodes.BadTime, $"'{Quote(text)}' is no RFC 3339 time from 1970 on.");
        return ticks - rules.Now.UtcTicks > rules.SkewMax.Ticks
            ? new(RejectCodes.FromFuture, $"'{Quote(text)}' lies more than {rules.SkewMax.TotalSeconds:0} s in the future.")
            : Rejection.None;
    }

    /// <summary>JSON, said or assumed: <c>application/json; charset=utf-8</c>, <c>application/vnd.acme+json</c>, <c>text/json</c>.</summary>
    public static Rejection ContentType(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)';');
        var media = (end < 0 ? text : text[..end]).Trim((byte)' ');
        if (media.IsEmpty || Ends(media, "/json"u8) || Ends(media, "+json"u8))
            return Rejection.None;
        return new(RejectCodes.UnsupportedContentType, $"'{Quote(text)}' is not JSON.");

        static bool Ends(ReadOnlySpan<byte> media, ReadOnlySpan<byte> end) =>
            media.Length > end.Length && Ascii.EqualsIgnoreCase(media[^end.Length..], end);
    }

    public static Rejection Tenant(ReadOnlySpan<byte> text, in DecodeRules rules, out string tenant)
    {
        tenant = rules.PinnedTenant ?? rules.DefaultTenant;
        if (text.IsEmpty || Ascii.Equals(text, tenant))
            return Rejection.None;
        var named = Part(text);
        if (named is null)
            return new(RejectCodes.BadTenant, $"'{Quote(text)}' cannot be a tenant.");
        if (rules.PinnedTenant is not null && rules.PinnedTenant != named)
            return new(RejectCodes.BadTenant, $"Only the tenant '{rules.PinnedTenant}' may speak here.");
        tenant = named;
        return Rejection.None;
    }

    public static Rejection Subject(ReadOnlySpan<byte> text, out string account)
    {
        account = "";
        if (text.IsEmpty)
            return new(RejectCodes.MissingSubject, "'subject' is required: it names the account.");
        if (Part(text) is not { } part)
            return new(RejectCodes.BadSubject, $"'{Quote(text)}' cannot be an account id.");
        account = part;
        return Rejection.None;
    }

    private static string? Part(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > PartBytesMax || !Utf8.IsValid(utf8))
            return null;
        Span<char> characters = stackalloc char[PartBytesMax];
        var part = characters[..Encoding.UTF8.GetChars(utf8, characters)];
        return AccountKey.IsPart(part) ? part.ToString() : null;
    }

    private static Rejection Name(string name, ReadOnlySpan<byte> utf8, int bytesMax)
    {
        if (utf8.IsEmpty)
            return new(RejectCodes.MissingAttribute, $"'{name}' is required.");
        if (utf8.Length > bytesMax)
            return new(RejectCodes.BadAttribute, $"'{name}' may have at most {bytesMax} bytes.");
        return utf8.ContainsAnyInRange((byte)0, (byte)0x1F) || !Utf8.IsValid(utf8)
            ? new(RejectCodes.BadAttribute, $"'{name}' holds a control character or is not UTF-8.")
            : Rejection.None;
    }

    /// <summary>The start of what was sent, safe for a header or a log line.</summary>
    private static string Quote(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 96)]).EnumerateRunes())
            text.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
        return text.ToString();
    }
}
