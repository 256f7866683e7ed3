using System.Globalization;

namespace AccountTwins.LoadTest.Load;

/// <summary>Numbers as people read them: about three digits, the same in every culture.</summary>
internal static class Numbers
{
    public static string Short(double number) => number.ToString(
        Math.Abs(number) switch
        {
            >= 100 => "N0",
            >= 10 => "0.0",
            _ => "0.00",
        },
        CultureInfo.InvariantCulture);

    /// <summary>Small ones in percent, large ones as a multiple; a question mark for what is not known.</summary>
    public static string AsRatio(double ratio) => double.IsNaN(ratio) ? "?" : ratio < 2
        ? (ratio * 100).ToString(ratio < 0.095 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %"
        : Short(ratio) + " ×";
}
