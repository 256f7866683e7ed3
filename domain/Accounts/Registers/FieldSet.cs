using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>
/// The known fields of one thing, each a register of its own, so that partial reports commute. Sorted by number; immutable. A field
/// that no signal named is absent, which is something else than empty.
/// </summary>
public sealed class FieldSet : IEquatable<FieldSet>
{
    public static readonly FieldSet Empty = new([]);

    /// <summary>Texts that <see cref="FieldMerge.Keep"/> leaves.</summary>
    internal const int KeptMax = 8;

    private readonly Field[] _fields;

    private FieldSet(Field[] fields) => _fields = fields;

    public ReadOnlySpan<Field> Fields => _fields;

    /// <summary>The newest stamp of all fields.</summary>
    public Stamp Last
    {
        get
        {
            var last = Stamp.None;
            foreach (var known in _fields)
                last = known.Stamp > last ? known.Stamp : last;
            return last;
        }
    }

    public string? Text(byte number) => ValueOf(number) as string;

    public long? Number(byte number) => ValueOf(number) as long?;

    public decimal? Decimal(byte number) => ValueOf(number) as decimal?;

    public IReadOnlyList<string> Texts(byte number) => ValueOf(number) as string[] ?? [];

    public bool Is(byte number) => Number(number) is > 0;

    public DateOnly? Date(byte number) => Number(number) is { } day ? DateOnly.FromDayNumber((int)day) : null;

    /// <summary>A word of a closed list, by its stored number.</summary>
    public TEnum? Choice<TEnum>(byte number)
        where TEnum : struct, Enum =>
        Number(number) is { } value ? System.Runtime.CompilerServices.Unsafe.BitCast<byte, TEnum>((byte)value) : null;

    public DateTimeOffset? Time(byte number) => Number(number) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Value and stamp of a field, or null when it is not known.</summary>
    public Register<T>? Register<T>(byte number)
    {
        var index = IndexOf(_fields, _fields.Length, number);
        return index >= 0 && _fields[index].Value is T value ? new Register<T>(value, _fields[index].Stamp) : null;
    }

    public Stamp StampOf(byte number)
    {
        var index = IndexOf(_fields, _fields.Length, number);
        return index >= 0 ? _fields[index].Stamp : Stamp.None;
    }

    internal static FieldSet Restore(Field[] fields) => fields.Length == 0 ? Empty : new FieldSet(fields);

    internal FieldSet With(FieldChanges changes)
    {
        var merged = new Field[_fields.Length + changes.Count];
        _fields.CopyTo(merged, 0);
        var count = _fields.Length;
        for (var index = 0; index < changes.Count; index++)
            Apply(merged, ref count, changes[index], changes.Stamp);
        return new FieldSet(count == merged.Length ? merged : merged[..count]);
    }

    private static void Apply(Field[] fields, ref int count, FieldChange change, Stamp stamp)
    {
        var index = IndexOf(fields, count, change.Number);
        if (index < 0)
        {
            index = ~index;
            Array.Copy(fields, index, fields, index + 1, count - index);
            fields[index] = new Field(change.Number, stamp, change.Value);
            count++;
            return;
        }

        var known = fields[index];
        var newest = stamp > known.Stamp ? stamp : known.Stamp;
        fields[index] = change.Merge switch
        {
            FieldMerge.Last => stamp > known.Stamp ? new Field(change.Number, stamp, change.Value) : known,
            FieldMerge.Add => new Field(change.Number, newest, Telemetry.Saturating.Add((long)known.Value, (long)change.Value)),
            FieldMerge.Max => new Field(change.Number, newest, Math.Max((long)known.Value, (long)change.Value)),
            FieldMerge.Min => new Field(change.Number, newest, Math.Min((long)known.Value, (long)change.Value)),
            FieldMerge.Keep => new Field(change.Number, newest, Kept((string[])known.Value, (string[])change.Value)),
            _ => throw new InvalidOperationException($"Unknown merge {change.Merge}."),
        };
    }

    private static string[] Kept(string[] known, string[] more)
    {
        string[] all = [.. known.Union(more, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return all.Length <= KeptMax ? all : all[^KeptMax..];
    }

    /// <summary>The whole register, or null when it is not known.</summary>
    public Field? Find(byte number)
    {
        var index = IndexOf(_fields, _fields.Length, number);
        return index >= 0 ? _fields[index] : null;
    }

    private object? ValueOf(byte number) => Find(number)?.Value;

    private static int IndexOf(Field[] fields, int count, byte number)
    {
        for (var index = 0; index < count; index++)
        {
            if (fields[index].Number >= number)
                return fields[index].Number == number ? index : ~index;
        }

        return ~count;
    }

    public bool Equals(FieldSet? other) => other is not null && Fields.SequenceEqual(other.Fields);

    public override bool Equals(object? obj) => Equals(obj as FieldSet);

    public override int GetHashCode() => HashCode.Combine(_fields.Length, Last);
}
