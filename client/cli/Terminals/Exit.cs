namespace AccountTwins.Cli.Terminals;

/// <summary>What the program ends with; scripts go by it.</summary>
internal static class Exit
{
    public const int Ok = 0;

    /// <summary>The answer is no, or a check found something.</summary>
    public const int Refused = 1;

    /// <summary>The command line is not understood.</summary>
    public const int Usage = 2;

    /// <summary>No answer from the service, or none that can be read.</summary>
    public const int Unreachable = 3;
}
