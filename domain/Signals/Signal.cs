using System.Text;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals;

/// <summary>
/// An incoming fact about one account, already checked against the catalogue. <see cref="Body"/> is the packed form that crosses
/// grain calls; the account is not in it, because the grain that receives it is the account.
/// </summary>
public sealed record Signal
{
    /// <summary>When it happened and who said so; orders facts about one thing.</summary>
    public required Stamp Stamp { get; init; }

    /// <summary>Hash of <c>source</c>, NUL and <c>id</c>: what a producer's repetition is recognised by.</summary>
    public required ulong Identity { get; init; }

    public required Family Family { get; init; }

    /// <summary>The packed envelope and fields, self-contained and versioned.</summary>
    public required byte[] Body { get; init; }

    public SignalType Type => SignalBody.ReadHead(Body).Type;

    /// <summary>The CloudEvents source, read from the body each time.</summary>
    public string Source => Encoding.UTF8.GetString(SignalBody.ReadHead(Body).Source);

    /// <summary>The CloudEvents id, read from the body each time.</summary>
    public string Id => Encoding.UTF8.GetString(SignalBody.ReadHead(Body).Id);

    /// <summary>Packs a fact. Throws <see cref="ArgumentException"/> for a value outside its field's limits: the caller made it up.</summary>
    public static Signal Of(Fact fact, DateTimeOffset time, string source, string id)
    {
        var type = fact.SignalType;
        var writer = new PackedWriter(256);
        var sourceUtf8 = Envelope(source, SignalBody.SourceMax);
        SignalBody.WriteHead(ref writer, type, time.UtcTicks, sourceUtf8, Envelope(id, SignalBody.IdMax), out var identity);
        var fields = new FieldWriter(type.Fields.AsSpan());
        fact.Write(ref fields);
        fields.FinishInto(ref writer);
        var body = writer.ToArray();
        writer.Dispose();
        return new Signal { Stamp = new(time.UtcTicks, identity), Identity = identity, Family = type.Family, Body = body };
    }

    /// <summary>Takes a packed signal back; keeps <paramref name="body"/>. Throws <see cref="PackedFormatException"/>.</summary>
    public static Signal Unpack(byte[] body)
    {
        var head = SignalBody.ReadHead(body);
        var identity = Hash64.Of(head.SourceAndId);
        return new Signal { Stamp = new(head.Ticks, identity), Identity = identity, Family = head.Type.Family, Body = body };
    }

    /// <summary>The fact, typed. Throws <see cref="PackedFormatException"/> when the body is damaged.</summary>
    public Fact Read()
    {
        var head = SignalBody.ReadHead(Body);
        var reader = new FieldReader(head.Fields, head.Type.Fields.AsSpan());
        var fact = head.Type.Read(ref reader);
        reader.RequireEnd();
        return fact;
    }

    public bool Equals(Signal? other) => other is not null && Body.AsSpan().SequenceEqual(other.Body);

    public override int GetHashCode() => Identity.GetHashCode();

    private static byte[] Envelope(string text, int max)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return utf8.Length > 0 && utf8.Length <= max && !utf8.AsSpan().Contains((byte)0)
            ? utf8
            : throw new ArgumentException($"'{text}' cannot stand as source or id: 1 to {max} bytes without NUL.");
    }
}
