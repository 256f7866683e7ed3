namespace AccountTwins.Tests.Silo.Ingestion.Simulation;

/// <summary>What a schedule meets beside the faults that every schedule has.</summary>
public enum SimulatedTrouble
{
    None = 0,

    /// <summary>The store is away for long stretches.</summary>
    Outages,

    /// <summary>The database comes back as an older copy, under living twins and pumps.</summary>
    Restore,

    /// <summary>The database refuses one account's row for its data: the account is parked and the others go on.</summary>
    RefusedRow,

    /// <summary>Pumps hold four signals at most, so that they pause all the time.</summary>
    LittleRoom,
}
