using System.Text;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces;

namespace AccountTwins.Silo.Api.Signals;

/// <summary>Reads events with the decoder that Kafka's signals go through, held to the caller's tenant.</summary>
public sealed class SignalReading(TimeProvider clock) : ISignalReading
{
    public ReadEvent Structured(ReadOnlySpan<byte> json, string tenant) => Judge(SignalDecoder.Decode(json, Rules(tenant)), tenant);

    // ce-specversion: 1.0, ce-type: usage.activity.v1, ce-subject: Caf%C3%A9, content-type: application/json
    public ReadEvent Binary(IHeaderDictionary headers, ReadOnlySpan<byte> data, string tenant) =>
        Judge(SignalDecoder.DecodeBinary(BinaryMode.Http.Read(headers, Find), data, Rules(tenant)), tenant);

    /// <summary>Not pinned: the decoder would call another tenant malformed, and here it is a question of the key.</summary>
    private DecodeRules Rules(string tenant) => new() { Now = clock.GetUtcNow(), DefaultTenant = tenant };

    private static ReadEvent Judge(in Decoded decoded, string tenant) => decoded.Kind switch
    {
        DecodedKind.Accepted when decoded.Account.Tenant == tenant => new ReadEvent.Fact(decoded.Account.Account, decoded.Signal!),
        DecodedKind.Heartbeat when decoded.Beat!.Tenant == tenant => new ReadEvent.Heartbeat(decoded.Beat),
        DecodedKind.Accepted or DecodedKind.Heartbeat =>
            new ReadEvent.Unusable(decoded.Family, ReasonCodes.TenantMismatch.Code, ReasonCodes.TenantMismatch.Text),
        _ => new ReadEvent.Unusable(decoded.Family, decoded.Code!.Code, decoded.Message ?? decoded.Code.Meaning),
    };

    /// <summary>Values of attributes are percent-encoded UTF-8 (CloudEvents HTTP binding 3.1.3.2).</summary>
    private static byte[] Find(IHeaderDictionary headers, string name)
    {
        var text = headers[name].ToString();
        return Encoding.UTF8.GetBytes(name != BinaryMode.ContentType && text.Contains('%') ? Uri.UnescapeDataString(text) : text);
    }
}
