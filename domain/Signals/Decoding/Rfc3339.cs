namespace AccountTwins.Domain.Signals.Decoding;

/// <summary>
/// Reads RFC 3339 dates and times from UTF-8: <c>2026-01-17T09:30:00.123+01:00</c>. Digits after the seventh decimal (100 ns) are cut.
/// </summary>
internal static class Rfc3339
{
    /// <summary>UTC ticks. False also for what cannot be told as UTC between the years 1 and 9999.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 20 || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':' || !TryDate(text[..10], out var date))
            return false;
        if (!TryDigits(text.Slice(11, 2), 23, out var hour)
            || !TryDigits(text.Slice(14, 2), 59, out var minute)
            || !TryDigits(text.Slice(17, 2), 60, out var second))
            return false;
        var rest = text[19..];
        if (!TryFraction(ref rest, out var fraction) || !TryOffset(rest, out var offset))
            return false;
        ticks = (date.DayNumber * TimeSpan.TicksPerDay) + (hour * TimeSpan.TicksPerHour) + ((minute - offset) * TimeSpan.TicksPerMinute)
            + (second * TimeSpan.TicksPerSecond) + fraction;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
    }

    /// <summary><c>2026-01-17</c>.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryDigits(text[..4], 9999, out var year)
            || !TryDigits(text.Slice(5, 2), 12, out var month)
            || !TryDigits(text.Slice(8, 2), 31, out var day)
            || year == 0 || month == 0 || day == 0 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new(year, month, day);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty || text[0] != '.')
            return !text.IsEmpty;
        var digits = 0;
        var unit = TimeSpan.TicksPerSecond / 10;
        for (text = text[1..]; !text.IsEmpty && char.IsAsciiDigit((char)text[0]); text = text[1..], digits++, unit /= 10)
            ticks += (text[0] - '0') * unit;
        return digits > 0 && !text.IsEmpty;
    }

    /// <summary>Minutes that local time is ahead of UTC.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
            return (text[0] | 0x20) == 'z';
        if (text.Length != 6 || text[3] != ':' || text[0] is not ((byte)'+' or (byte)'-'))
            return false;
        if (!TryDigits(text.Slice(1, 2), 23, out var hours) || !TryDigits(text.Slice(4, 2), 59, out minutes))
            return false;
        minutes = text[0] == '-' ? -((hours * 60) + minutes) : (hours * 60) + minutes;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, int max, out int value)
    {
        value = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit((char)character))
                return false;
            value = (value * 10) + (character - '0');
        }

        return value <= max;
    }
}
