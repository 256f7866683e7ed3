namespace AccountTwins.Domain.Signals.Fields;

/// <summary>What a field holds; decides its JSON type, its limits and its packed form.</summary>
public enum FieldKind : byte
{
    Unspecified = 0,

    /// <summary>Free text; may be empty and may hold line breaks, but no other control character.</summary>
    Text = 1,

    /// <summary>A name that other facts refer to: not empty, no control character.</summary>
    Id = 2,
    Integer = 3,

    /// <summary>An exact decimal number, rounded half to even at the field's decimals.</summary>
    Decimal = 4,
    Flag = 5,
    Date = 6,
    Time = 7,

    /// <summary>One of a closed list of words.</summary>
    Choice = 8,

    /// <summary>An ISO 4217 code: three capital letters.</summary>
    Currency = 9,
    TextList = 10,

    /// <summary>An object of texts; its members have no order.</summary>
    TextMap = 11,

    /// <summary>A list of small objects with fields of their own.</summary>
    Items = 12,
}
