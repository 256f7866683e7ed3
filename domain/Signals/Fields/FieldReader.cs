using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AccountTwins.Domain.Packing;

namespace AccountTwins.Domain.Signals.Fields;

/// <summary>Reads one item of a list of objects.</summary>
public delegate T ReadItem<out T>(ref FieldReader read);

/// <summary>
/// Reads packed fields in declared order. A presence bit for every optional field comes first; fields added later stand last, so that
/// an older reader leaves them unread and a newer one finds them absent.
/// </summary>
public ref struct FieldReader
{
    private PackedReader source;
    private ReadOnlySpan<Field> fields;
    private ulong present;
    private int index;
    private int optional;

    internal FieldReader(PackedReader source, ReadOnlySpan<Field> fields)
    {
        this.source = source;
        this.fields = fields;
        present = this.source.Unsigned();
    }

    public string Text() => TextOrNull() ?? throw Missing();

    public string? TextOrNull() => Next() switch
    {
        { Kind: FieldKind.Currency } => CurrencyCode(source.TextUtf8()),
        { } => source.RequiredText(),
        null => null,
    };

    public long Integer() => IntegerOrNull() ?? throw Missing();

    public long? IntegerOrNull() => Next() is null ? null : source.Signed();

    public decimal Decimal() => DecimalOrNull() ?? throw Missing();

    public decimal? DecimalOrNull() => Next() is null ? null : source.Decimal();

    public bool? FlagOrNull() => Next() is null ? null : source.Bool();

    public DateOnly Date() => DateOrNull() ?? throw Missing();

    public DateOnly? DateOrNull() => Next() is null ? null : DateOnly.FromDayNumber(source.Count(DateOnly.MaxValue.DayNumber));

    public DateTimeOffset? TimeOrNull()
    {
        if (Next() is null)
            return null;
        var ticks = source.Signed();
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new PackedFormatException($"{ticks} is no time.");
    }

    public TEnum Choice<TEnum>()
        where TEnum : struct, Enum =>
        ChoiceOrNull<TEnum>() ?? throw Missing();

    public TEnum? ChoiceOrNull<TEnum>()
        where TEnum : struct, Enum
    {
        if (Next() is not { } field)
            return null;
        var number = source.Byte();
        return number != 0 && number <= field.Choices[^1].Number
            ? Unsafe.BitCast<byte, TEnum>(number)
            : throw new PackedFormatException($"{number} is no choice of '{field.Name}'.");
    }

    public ValueList<string>? TextListOrNull()
    {
        if (Next() is not { } field)
            return null;
        var items = ImmutableArray.CreateBuilder<string>(source.Count(field.CountMax));
        for (var left = items.Capacity; left > 0; left--)
            items.Add(source.RequiredText());
        return new(items.MoveToImmutable());
    }

    public ValueList<KeyValuePair<string, string>>? TextMapOrNull()
    {
        if (Next() is not { } field)
            return null;
        var items = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(source.Count(field.CountMax));
        for (var left = items.Capacity; left > 0; left--)
        {
            var key = source.RequiredText();
            items.Add(new(key, source.RequiredText()));
        }

        return new(items.MoveToImmutable());
    }

    public ValueList<T>? ItemsOrNull<T>(ReadItem<T> readItem)
    {
        if (Next() is not { } field)
            return null;
        var items = ImmutableArray.CreateBuilder<T>(source.Count(field.CountMax));
        for (var left = items.Capacity; left > 0; left--)
        {
            var inner = new FieldReader(new PackedReader(source.Bytes()), field.Members.AsSpan());
            items.Add(readItem(ref inner));
            inner.RequireEnd();
        }

        return new(items.MoveToImmutable());
    }

    /// <summary>Bytes may be left over only where fields are present that this reader does not know.</summary>
    internal readonly void RequireEnd()
    {
        if (index != fields.Length)
            throw new InvalidOperationException($"Field '{fields[index].Name}' was declared and not read.");
        if (!source.AtEnd && present >> optional == 0)
            throw new PackedFormatException($"{source.Remaining} bytes are left over after the last field.");
    }

    /// <summary>The next declared field, or null when it is absent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Field? Next()
    {
        var field = fields[index++];
        return field.IsRequired || ((present >> optional++) & 1) != 0 ? field : null;
    }

    private readonly PackedFormatException Missing() => new($"Field '{fields[index - 1].Name}' is absent.");

    /// <summary>The usual currencies cost no new text.</summary>
    private static string CurrencyCode(ReadOnlySpan<byte> utf8) => utf8 switch
    {
        [(byte)'E', (byte)'U', (byte)'R'] => "EUR",
        [(byte)'U', (byte)'S', (byte)'D'] => "USD",
        [(byte)'G', (byte)'B', (byte)'P'] => "GBP",
        [(byte)'C', (byte)'H', (byte)'F'] => "CHF",
        { Length: 3 } => System.Text.Encoding.ASCII.GetString(utf8),
        _ => throw new PackedFormatException("A packed currency has not three letters."),
    };
}
