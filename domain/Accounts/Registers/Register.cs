using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>A known value and the stamp of the signal that said so last.</summary>
public readonly record struct Register<T>(T Value, Stamp Stamp);

/// <summary>How a field takes a new value; every way is commutative.</summary>
public enum FieldMerge : byte
{
    /// <summary>The newest stamp wins.</summary>
    Last = 0,

    /// <summary>Whole numbers add up, saturating.</summary>
    Add = 1,

    /// <summary>The largest whole number stays.</summary>
    Max = 2,

    /// <summary>The smallest whole number stays.</summary>
    Min = 3,

    /// <summary>Lists of texts become one, sorted; of more than <see cref="FieldSet.KeptMax"/> the last stay.</summary>
    Keep = 4,
}
