using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Accounts.Codec;

/// <summary>A window's stored form: days, total and sums, then one bit a bucket and the buckets that are not 0.</summary>
internal static class WindowForm
{
    /// <summary>Windows are newer than the year 2000 as a rule; days are stored from there on, and may be negative.</summary>
    private const int DayZero = 730_119;

    public static void Write(ref PackedWriter writer, MeasureWindow window)
    {
        var state = window.Save();
        writer.Byte((byte)state.Measure);
        writer.Signed(state.NewestDay - DayZero);
        writer.Unsigned((ulong)(state.NewestDay - state.FirstDay));
        writer.Unsigned(state.Total);
        writer.Unsigned(state.FastNewest);
        writer.Unsigned(state.FastBefore);
        writer.Unsigned(state.SlowNewest);
        writer.Unsigned(state.SlowBefore);
        ulong present = 0;
        for (var age = 0; age < MeasureWindow.Days; age++)
            present |= window[state.NewestDay - age] == 0 ? 0 : 1UL << age;
        writer.Unsigned(present);
        for (var age = 0; age < MeasureWindow.Days; age++)
        {
            if ((present >> age & 1) != 0)
                writer.Unsigned(window[state.NewestDay - age]);
        }
    }

    public static void Read(ref PackedReader reader, WindowsBuffer into)
    {
        var measure = (Measure)reader.Count(Measures.NumberMax);
        var newest = checked((int)(reader.Signed() + DayZero));
        var first = newest - reader.Count(4_000_000);
        if (newest < 0)
            throw new PackedFormatException($"{newest} is no day.");
        var state = new MeasureWindow.State(
            measure, newest, first, reader.Unsigned(), reader.Unsigned(), reader.Unsigned(), reader.Unsigned(), reader.Unsigned());
        var present = reader.Unsigned();
        Span<uint> amounts = stackalloc uint[MeasureWindow.Days];
        for (var age = 0; age < amounts.Length; age++)
            amounts[age] = (present >> age & 1) == 0 ? 0 : checked((uint)reader.Unsigned());
        into.Append(state, amounts);
    }
}
