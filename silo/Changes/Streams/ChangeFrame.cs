using System.Globalization;
using System.Text;
using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Storage.Changes;

namespace AccountTwins.Silo.Changes.Streams;

/// <summary>
/// A change as bytes on a stream, made once and shared by all subscribers:
/// <c>id: 17\nevent: flag_opened\ndata: {"specversion":"1.0",…}\n\n</c>
/// </summary>
internal sealed class ChangeFrame
{
    private ChangeFrame(PlacedChange change, byte[] bytes) =>
        (Number, Account, Segment, Kind, Bytes) = (change.Number, change.Row.Account, change.Row.Segment, change.Row.Kind, bytes);

    public long Number { get; }

    public string? Account { get; }

    public string? Segment { get; }

    public string Kind { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static ChangeFrame Of(PlacedChange change)
    {
        // JSON has no line breaks outside of strings here, and none inside of them unescaped.
        var json = ChangeEvent.Write(change.Row, change.Number);
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {change.Number}\nevent: {change.Row.Kind}\ndata: "));
        return new ChangeFrame(change, [.. head, .. json, .. "\n\n"u8]);
    }
}

/// <summary>Which changes a subscriber wants. Null: all.</summary>
internal sealed record ChangeFilter(string? Account, string? Segment, IReadOnlySet<string>? Kinds)
{
    public bool Takes(ChangeFrame frame) =>
        (Account is null || Account == frame.Account) && (Segment is null || Segment == frame.Segment) && (Kinds is null || Kinds.Contains(frame.Kind));
}
