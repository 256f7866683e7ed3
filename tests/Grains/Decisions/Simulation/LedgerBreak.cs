namespace AccountTwins.Tests.Grains.Decisions.Simulation;

/// <summary>A check that is taken out, to show what it is for.</summary>
public enum LedgerBreak
{
    None = 0,

    /// <summary>Entries come in whoever wrote the twin's row.</summary>
    NoTwinCondition,

    /// <summary>Two entries may bear one number.</summary>
    NoNumberCheck,

    /// <summary>The store says yes before it has anything, and may lose it.</summary>
    AnswerBeforeDurable,
}
