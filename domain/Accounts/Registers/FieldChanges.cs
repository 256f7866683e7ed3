using System.Runtime.InteropServices;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>What one signal says about one thing. Reused within a draft; what the signal leaves out (null) is not a change.</summary>
internal sealed class FieldChanges
{
    /// <summary>Characters of a text that a twin keeps; longer ones are cut.</summary>
    public const int TextLengthMax = 120;

    /// <summary>Characters of a company's or an owner's name.</summary>
    public const int NameLengthMax = 200;

    /// <summary>Texts of a list that a twin keeps.</summary>
    public const int TextsMax = 32;

    /// <summary>Characters of a text in a list: what the longest domain name has.</summary>
    public const int ListTextLengthMax = 253;

    private readonly List<FieldChange> _changes = [];

    public Stamp Stamp { get; private set; }

    /// <summary>By number, each number once.</summary>
    public ReadOnlySpan<FieldChange> InOrder()
    {
        var changes = CollectionsMarshal.AsSpan(_changes);
        for (var next = 1; next < changes.Length; next++)
        {
            var change = changes[next];
            var place = next;
            for (; place > 0 && changes[place - 1].Number > change.Number; place--)
                changes[place] = changes[place - 1];
            changes[place] = change;
            if (place > 0 && changes[place - 1].Number == change.Number)
                throw new InvalidOperationException($"A signal says field {change.Number} twice.");
        }

        return changes;
    }

    public FieldChanges At(Stamp stamp)
    {
        _changes.Clear();
        Stamp = stamp;
        return this;
    }

    public FieldChanges Set(byte number, string? value, int lengthMax = TextLengthMax)
    {
        if (value is not null)
            _changes.Add(new FieldChange(number, FieldMerge.Last, FieldKind.Text, 0, 0, Cut(value, lengthMax)));
        return this;
    }

    public FieldChanges Set(byte number, long? value, FieldMerge merge = FieldMerge.Last)
    {
        if (value is { } known)
            _changes.Add(new FieldChange(number, merge, FieldKind.Number, known, 0, null));
        return this;
    }

    public FieldChanges Set(byte number, DateOnly? value, FieldMerge merge = FieldMerge.Last) => Set(number, (long?)value?.DayNumber, merge);

    public FieldChanges Set<TEnum>(byte number, TEnum? value)
        where TEnum : struct, Enum =>
        Set(number, value is { } known ? (long?)System.Runtime.CompilerServices.Unsafe.BitCast<TEnum, byte>(known) : null);

    public FieldChanges Set(byte number, decimal? value)
    {
        if (value is { } known)
            _changes.Add(new FieldChange(number, FieldMerge.Last, FieldKind.Decimal, 0, known, null));
        return this;
    }

    public FieldChanges Set(byte number, bool? value) => Set(number, value is { } known ? (known ? 1L : 0L) : null);

    public FieldChanges Set(byte number, DateTimeOffset? value, FieldMerge merge = FieldMerge.Last) => Set(number, value?.UtcTicks, merge);

    public FieldChanges Set(byte number, IEnumerable<string>? value)
    {
        if (value is not null)
            _changes.Add(new FieldChange(number, FieldMerge.Last, FieldKind.Texts, 0, 0, value.Take(TextsMax).Select(text => Cut(text, ListTextLengthMax)).ToArray()));
        return this;
    }

    /// <summary>One more text of a list of which the last are kept.</summary>
    public FieldChanges Keep(byte number, string text)
    {
        _changes.Add(new FieldChange(number, FieldMerge.Keep, FieldKind.Texts, 0, 0, new[] { text }));
        return this;
    }

    /// <summary>The beginning of a text; never half a surrogate pair.</summary>
    public static string Cut(string text, int lengthMax)
    {
        if (text.Length <= lengthMax)
            return text;
        return char.IsHighSurrogate(text[lengthMax - 1]) ? text[..(lengthMax - 1)] : text[..lengthMax];
    }
}

/// <summary>One field's part of a signal.</summary>
/// <param name="Number">The field's.</param>
/// <param name="Merge">How the field takes it.</param>
/// <param name="Kind">Which of the next three holds the value.</param>
/// <param name="Whole">A whole number.</param>
/// <param name="Exact">A decimal.</param>
/// <param name="Text">A text or a list of texts.</param>
internal readonly record struct FieldChange(byte Number, FieldMerge Merge, FieldKind Kind, long Whole, decimal Exact, object? Text);
