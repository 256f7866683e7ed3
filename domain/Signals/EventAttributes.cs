namespace AccountTwins.Domain.Signals;

/// <summary>
/// The attributes of a CloudEvent as UTF-8 without quotes and escapes: in binary mode the headers that
/// <see cref="BinaryMode"/> names. Empty means absent. Over HTTP the caller undoes percent encoding first.
/// </summary>
public ref struct EventAttributes
{
    /// <summary>Bytes that id and source may have each.</summary>
    public const int NameBytesMax = 512;

    public ReadOnlySpan<byte> SpecVersion { get; set; }

    public ReadOnlySpan<byte> Id { get; set; }

    public ReadOnlySpan<byte> Source { get; set; }

    public ReadOnlySpan<byte> Type { get; set; }

    public ReadOnlySpan<byte> Subject { get; set; }

    public ReadOnlySpan<byte> Time { get; set; }

    public ReadOnlySpan<byte> Tenant { get; set; }

    public ReadOnlySpan<byte> ContentType { get; set; }
}
