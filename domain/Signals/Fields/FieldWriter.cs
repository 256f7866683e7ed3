using System.Runtime.CompilerServices;
using System.Text;
using AccountTwins.Domain.Packing;

namespace AccountTwins.Domain.Signals.Fields;

/// <summary>Writes one item of a list of objects.</summary>
public delegate void WriteItem<in T>(ref FieldWriter write, T item);

/// <summary>
/// Packs the fields of a record in declared order. Every value is held to its field's limits: one that does not fit is a bug of the
/// caller and throws <see cref="ArgumentException"/>.
/// </summary>
public ref struct FieldWriter
{
    private readonly ReadOnlySpan<Field> fields;
    private PackedWriter values;
    private ulong present;
    private int index;
    private int optional;

    internal FieldWriter(ReadOnlySpan<Field> fields)
    {
        this.fields = fields;
        values = new PackedWriter(256);
    }

    public void Text(string? value)
    {
        if (Next(value is null, FieldKind.Text, FieldKind.Id, FieldKind.Currency) is { } field)
            Utf8(FieldLimits.Problem(field, Encoding.UTF8.GetBytes(value!)), value!);
    }

    public void Integer(long? value)
    {
        if (Next(value is null, FieldKind.Integer) is not { } field)
            return;
        Require(FieldLimits.Problem(field, value!.Value));
        values.Signed(value.Value);
    }

    public void Decimal(decimal? value)
    {
        if (Next(value is null, FieldKind.Decimal) is not { } field)
            return;
        Require(FieldLimits.Problem(field, value!.Value));
        values.Decimal(FieldLimits.Round(field, value.Value));
    }

    public void Flag(bool? value)
    {
        if (Next(value is null, FieldKind.Flag) is not null)
            values.Bool(value!.Value);
    }

    public void Date(DateOnly? value)
    {
        if (Next(value is null, FieldKind.Date) is not null)
            values.Unsigned((ulong)value!.Value.DayNumber);
    }

    public void Time(DateTimeOffset? value)
    {
        if (Next(value is null, FieldKind.Time) is not null)
            values.Signed(value!.Value.UtcTicks);
    }

    public void Choice<TEnum>(TEnum? value)
        where TEnum : struct, Enum
    {
        if (Next(value is null, FieldKind.Choice) is not { } field)
            return;
        var number = Unsafe.BitCast<TEnum, byte>(value!.Value);
        Require(field.Choices.Any(choice => choice.Number == number) ? null : $"'{field.Name}' cannot be {value}.");
        values.Byte(number);
    }

    public void TextList(ValueList<string>? value)
    {
        if (Next(value is null, FieldKind.TextList) is not { } field)
            return;
        Require(FieldLimits.CountProblem(field, value!.Count));
        values.Unsigned((ulong)value.Count);
        foreach (var item in value)
            Utf8(FieldLimits.Problem(field, Encoding.UTF8.GetBytes(item)), item);
    }

    public void TextMap(ValueList<KeyValuePair<string, string>>? value)
    {
        if (Next(value is null, FieldKind.TextMap) is not { } field)
            return;
        Require(FieldLimits.CountProblem(field, value!.Count));
        Require(value.Items.Select(pair => pair.Key).Distinct().Count() == value.Count ? null : $"'{field.Name}' names a key twice.");
        values.Unsigned((ulong)value.Count);
        foreach (var (key, text) in value)
        {
            Utf8(FieldLimits.KeyProblem(field, Encoding.UTF8.GetBytes(key)), key);
            Utf8(FieldLimits.Problem(field, Encoding.UTF8.GetBytes(text)), text);
        }
    }

    public void Items<T>(ValueList<T>? value, WriteItem<T> writeItem)
    {
        if (Next(value is null, FieldKind.Items) is not { } field)
            return;
        Require(FieldLimits.CountProblem(field, value!.Count));
        values.Unsigned((ulong)value.Count);
        foreach (var item in value)
        {
            var inner = new FieldWriter(field.Members.AsSpan());
            writeItem(ref inner, item);
            var packed = new PackedWriter(64);
            inner.FinishInto(ref packed);
            values.Bytes(packed.Written);
            packed.Dispose();
        }
    }

    /// <summary>Presence bits, then the values; gives the buffer back.</summary>
    internal void FinishInto(ref PackedWriter target)
    {
        if (index != fields.Length)
            throw new InvalidOperationException($"Field '{fields[index].Name}' was declared and not written.");
        target.Unsigned(present);
        target.Raw(values.Written);
        values.Dispose();
    }

    private Field? Next(bool absent, params ReadOnlySpan<FieldKind> kinds)
    {
        var field = fields[index++];
        if (!kinds.Contains(field.Kind))
            throw new InvalidOperationException($"Field '{field.Name}' is declared as {field.Kind}.");
        if (field.IsRequired)
            return absent ? throw new ArgumentException($"'{field.Name}' is required.") : field;
        if (!absent)
            present |= 1UL << optional;
        optional++;
        return absent ? null : field;
    }

    private void Utf8(string? problem, string value)
    {
        Require(problem);
        values.Text(value);
    }

    private static void Require(string? problem)
    {
        if (problem is not null)
            throw new ArgumentException(problem);
    }
}
