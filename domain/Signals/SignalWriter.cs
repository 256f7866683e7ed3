using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Signals.Writing;

namespace AccountTwins.Domain.Signals;

/// <summary>
/// Writes signals as producers send them: structured CloudEvents in UTF-8 JSON. What it writes, <see cref="SignalDecoder"/> reads back
/// to the same signal.
/// </summary>
public static class SignalWriter
{
    /// <summary>Text stays readable: the event goes to a log or a JSON parser, never into HTML.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Throws <see cref="ArgumentException"/> for a value outside its field's limits.</summary>
    public static byte[] Structured(AccountKey account, Fact fact, DateTimeOffset time, string source, string id) =>
        Structured(account, Signal.Of(fact, time, source, id));

    public static byte[] Structured(AccountKey account, Signal signal)
    {
        var output = new ArrayBufferWriter<byte>(512);
        WriteStructured(output, account.Tenant, account.Account, signal);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The same into a buffer of the caller, for those who write many.</summary>
    public static void WriteStructured(IBufferWriter<byte> output, AccountKey account, Signal signal) =>
        WriteStructured(output, account.Tenant, account.Account, signal);

    /// <summary>A sign of life of a feed; it has no subject.</summary>
    public static byte[] Heartbeat(string tenant, Family family, DateTimeOffset time, string source, string id)
    {
        var output = new ArrayBufferWriter<byte>(256);
        WriteStructured(output, tenant, null, Signal.Of(new FeedHeartbeat(family), time, source, id));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The <c>data</c> alone: the body of binary mode.</summary>
    public static byte[] Data(Signal signal)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output, Options))
            WriteData(json, SignalBody.ReadHead(signal.Body));
        return output.WrittenSpan.ToArray();
    }

    private static void WriteStructured(IBufferWriter<byte> output, string tenant, string? account, Signal signal)
    {
        var head = SignalBody.ReadHead(signal.Body);
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("id"u8, head.Id);
        json.WriteString("source"u8, head.Source);
        json.WriteString("type"u8, head.Type.WireNameUtf8.AsSpan());
        if (account is not null)
            json.WriteString("subject"u8, account);
        json.WriteString("time"u8, new DateTime(head.Ticks, DateTimeKind.Utc));
        json.WriteString("tenant"u8, tenant);
        json.WriteString("datacontenttype"u8, "application/json"u8);
        json.WritePropertyName("data"u8);
        WriteData(json, head);
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, SignalBody.Head head)
    {
        var fields = head.Fields;
        FieldsJson.Write(json, head.Type.Fields.AsSpan(), ref fields);
    }
}
