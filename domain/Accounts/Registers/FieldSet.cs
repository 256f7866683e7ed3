using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>
/// The known fields of one thing, each a register of its own, so that partial reports commute. Sorted by number; immutable. A field
/// that no signal named is absent, which is something else than empty. A view into packed bytes: a twin has hundreds of fields, and as
/// objects they would weigh five times as much; what is asked for is read where it lies, a text is made each time.
/// </summary>
public readonly struct FieldSet : IEquatable<FieldSet>
{
    public static FieldSet Empty => default;

    /// <summary>Texts that <see cref="FieldMerge.Keep"/> leaves.</summary>
    internal const int KeptMax = 8;

    private readonly byte[]? _bytes;
    private readonly int _start;
    private readonly int _length;

    /// <param name="bytes">What <see cref="FieldsBuilder"/> wrote, maybe among others; not to be changed any more.</param>
    internal FieldSet(byte[] bytes, int start, int length) => (_bytes, _start, _length) = (bytes, start, length);

    /// <summary>What the thing is known by; empty where there is only one.</summary>
    public string Id => SharedTexts.Make(IdUtf8);

    public int Count => Open().Left;

    /// <summary>The newest stamp of all fields.</summary>
    public Stamp Last
    {
        get
        {
            var last = Stamp.None;
            var stamps = Open().Stamps;
            for (; stamps.Length > 0; stamps = stamps[FieldCursor.StampLength..])
            {
                var stamp = FieldCursor.StampAt(stamps);
                last = stamp > last ? stamp : last;
            }

            return last;
        }
    }

    internal ReadOnlySpan<byte> Packed => _bytes.AsSpan(_start, _length);

    internal ReadOnlySpan<byte> IdUtf8 => FieldCursor.IdOf(Packed);

    public string? Text(byte number) => Find(number, out var cursor) && cursor.Kind == FieldKind.Text ? SharedTexts.Make(cursor.Value) : null;

    public long? Number(byte number) => Find(number, out var cursor) && cursor.Kind == FieldKind.Number ? FieldCursor.NumberIn(cursor.Value) : null;

    public decimal? Decimal(byte number) => Find(number, out var cursor) && cursor.Kind == FieldKind.Decimal ? FieldCursor.DecimalIn(cursor.Value) : null;

    public IReadOnlyList<string> Texts(byte number) => Find(number, out var cursor) && cursor.Kind == FieldKind.Texts ? FieldCursor.TextsIn(cursor.Value) : [];

    public bool Is(byte number) => Number(number) is > 0;

    public DateOnly? Date(byte number) => Number(number) is { } day ? DateOnly.FromDayNumber((int)day) : null;

    /// <summary>A word of a closed list, by its stored number.</summary>
    public TEnum? Choice<TEnum>(byte number)
        where TEnum : struct, Enum =>
        Number(number) is { } value ? System.Runtime.CompilerServices.Unsafe.BitCast<byte, TEnum>((byte)value) : null;

    public DateTimeOffset? Time(byte number) => Number(number) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>A text and its stamp, or null when it is not known.</summary>
    public Register<string>? TextRegister(byte number) =>
        Find(number, out var cursor) && cursor.Kind == FieldKind.Text ? new Register<string>(SharedTexts.Make(cursor.Value), cursor.Stamp) : null;

    public Stamp StampOf(byte number) => Find(number, out var cursor) ? cursor.Stamp : Stamp.None;

    /// <summary>Both know the same of a field, or neither anything.</summary>
    internal bool SameAt(FieldSet other, byte number)
    {
        var isKnown = Find(number, out var mine);
        return other.Find(number, out var its) == isKnown
            && (!isKnown || (mine.Kind == its.Kind && mine.Stamp == its.Stamp && mine.Value.SequenceEqual(its.Value)));
    }

    internal FieldCursor Open() => new(Packed);

    /// <summary>The fields after a signal. The changes are used up.</summary>
    internal FieldSet With(FieldChanges changes)
    {
        var writer = new PackedWriter(256);
        try
        {
            FieldsMerge.Write(ref writer, default, this, changes);
            return new FieldSet(writer.ToArray(), 0, writer.Length);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private bool Find(byte number, out FieldCursor cursor)
    {
        cursor = Open();
        while (cursor.Next())
        {
            if (cursor.Number >= number)
                return cursor.Number == number;
        }

        return false;
    }

    public bool Equals(FieldSet other) => Packed.SequenceEqual(other.Packed);

    public override bool Equals(object? obj) => obj is FieldSet other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Count, Last);
}
