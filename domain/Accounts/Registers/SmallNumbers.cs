namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>Most whole numbers in a twin are states, flags and counts: one shared object for each of the small ones.</summary>
internal static class SmallNumbers
{
    private const int Shared = 256;

    private static readonly object[] Boxes = [.. Enumerable.Range(0, Shared).Select(number => (object)(long)number)];

    public static object Box(long number) => number is >= 0 and < Shared ? Boxes[number] : number;
}
