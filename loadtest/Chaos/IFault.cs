namespace AccountTwins.LoadTest.Chaos;

/// <summary>One kind of trouble. It is stateless: what it did to a silo is undone when <see cref="InjectAsync"/> returns.</summary>
internal interface IFault
{
    /// <summary>As on the command line and in the table: short, lower case, with dashes.</summary>
    string Kind { get; }

    /// <summary>How often it is chosen beside the others: less where it takes long.</summary>
    int Weight { get; }

    /// <summary>True when it needs a silo that reads as a member of a consumer group.</summary>
    bool NeedsGroup => false;

    /// <summary>Why it cannot be had here; null when it can.</summary>
    string? WhyNot(ChaosRig rig) => null;

    /// <summary>Brings the trouble about and ends it: from then on the silo has to recover.</summary>
    Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken);
}
