using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace AccountTwins.Domain.Changes;

/// <summary>
/// The CloudEvents 1.0 form of a change, the same bytes in the topic, in the stream and in webhooks:
/// <c>{"specversion":"1.0","id":"chg_1f…","source":"/accounttwins","type":"account.flag_opened.v1","subject":"acme","time":"2026-03-04T12:00:00+00:00","tenant":"default","sequence":"17","datacontenttype":"application/json","data":{…}}</c>
/// </summary>
public static class ChangeEvent
{
    public const string ContentType = "application/cloudevents+json";

    public const string Source = "/accounttwins";

    /// <param name="row">The change.</param>
    /// <param name="number">Its place among the tenant's changes: the extension <c>sequence</c>.</param>
    public static byte[] Write(ChangeRow row, long number)
    {
        var buffer = new ArrayBufferWriter<byte>(512 + row.Data.Length);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", row.Id);
        json.WriteString("source", Source);
        json.WriteString("type", TypeOf(row.Kind));
        if (row.Account is { } account)
            json.WriteString("subject", account);
        json.WriteString("time", row.At);
        json.WriteString("tenant", row.Tenant);
        if (row.Segment is { } segment)
            json.WriteString("segment", segment);
        json.WriteString("sequence", number.ToString(CultureInfo.InvariantCulture));
        json.WriteString("datacontenttype", "application/json");
        json.WritePropertyName("data");
        json.WriteRawValue(row.Data);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A kind that a newer release stored is passed on under its own word.</summary>
    public static string TypeOf(string kind) => ChangeCatalogue.Find(kind)?.WireName ?? kind;
}
