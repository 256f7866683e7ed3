using System.Globalization;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>All credits issued in one currency (the id), in millionths, saturating; and the newest few one by one.</summary>
public readonly record struct CreditTotal(FieldSet Fields) : IRosterItem<CreditTotal>
{
    public static int Limit => 8;

    public static int ClosedLimit => 8;

    public static CreditTotal From(FieldSet fields) => new(fields);

    public string Id => Fields.Id;

    public bool IsClosed => false;

    public decimal Amount => (Fields.Number(CreditField.Micros) ?? 0) / 1_000_000m;

    /// <summary>The newest that no person granted, one by one, oldest first.</summary>
    public IEnumerable<IssuedCredit> Recent
    {
        get
        {
            foreach (var text in Fields.Texts(CreditField.Recent))
            {
                if (IssuedCredit.Parse(Id, text) is { } credit)
                    yield return credit;
            }
        }
    }
}

/// <summary>One credit.</summary>
/// <param name="Name">Names its signal: the time, which sorts, and the tie-break.</param>
public readonly record struct IssuedCredit(string Name, DateTimeOffset At, decimal Amount, string Currency)
{
    private const int TicksLength = 19;
    private const int TieLength = 16;

    /// <summary>The stored text: <c>0638000000000000000-00000000000000ff:40000000</c>, ticks, tie and millionths.</summary>
    internal static string Text(Stamp stamp, long micros) => string.Create(CultureInfo.InvariantCulture, $"{stamp.Ticks:D19}-{stamp.Tie:x16}:{micros}");

    internal static IssuedCredit? Parse(string currency, string text)
    {
        var name = TicksLength + 1 + TieLength;
        return text.Length > name + 1
            && long.TryParse(text.AsSpan(0, TicksLength), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && long.TryParse(text.AsSpan(name + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var micros)
            ? new IssuedCredit(text[..name], new DateTimeOffset(ticks, TimeSpan.Zero), micros / 1_000_000m, currency)
            : null;
    }
}

/// <summary>Field numbers of a credit total. Stored: only ever add.</summary>
public static class CreditField
{
    public const byte Micros = 1;
    public const byte Recent = 2;
}
