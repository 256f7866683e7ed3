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

    public int Count => _changes.Count;

    public FieldChange this[int index] => _changes[index];

    public FieldChanges At(Stamp stamp)
    {
        _changes.Clear();
        Stamp = stamp;
        return this;
    }

    public FieldChanges Set(byte number, string? value, int lengthMax = TextLengthMax)
    {
        if (value is not null)
            _changes.Add(new FieldChange(number, FieldMerge.Last, Cut(value, lengthMax)));
        return this;
    }

    public FieldChanges Set(byte number, long? value, FieldMerge merge = FieldMerge.Last)
    {
        if (value is { } known)
            _changes.Add(new FieldChange(number, merge, SmallNumbers.Box(known)));
        return this;
    }

    public FieldChanges Set(byte number, DateOnly? value, FieldMerge merge = FieldMerge.Last) => Set(number, (long?)value?.DayNumber, merge);

    public FieldChanges Set<TEnum>(byte number, TEnum? value)
        where TEnum : struct, Enum =>
        Set(number, value is { } known ? (long?)System.Runtime.CompilerServices.Unsafe.BitCast<TEnum, byte>(known) : null);

    public FieldChanges Set(byte number, decimal? value)
    {
        if (value is { } known)
            _changes.Add(new FieldChange(number, FieldMerge.Last, known));
        return this;
    }

    public FieldChanges Set(byte number, bool? value) => Set(number, value is { } known ? (known ? 1L : 0L) : null);

    public FieldChanges Set(byte number, DateTimeOffset? value, FieldMerge merge = FieldMerge.Last) => Set(number, value?.UtcTicks, merge);

    public FieldChanges Set(byte number, IEnumerable<string>? value)
    {
        if (value is not null)
            _changes.Add(new FieldChange(number, FieldMerge.Last, value.Take(TextsMax).Select(text => Cut(text, ListTextLengthMax)).ToArray()));
        return this;
    }

    /// <summary>One more text of a list of which the last are kept.</summary>
    public FieldChanges Keep(byte number, string text)
    {
        _changes.Add(new FieldChange(number, FieldMerge.Keep, new[] { text }));
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
internal readonly record struct FieldChange(byte Number, FieldMerge Merge, object Value);
