using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Sweeping;

/// <summary>Which part of all accounts this silo sweeps now. In doubt all of them: sweeping twice changes nothing, not sweeping hides a silence.</summary>
public interface ISweepShards
{
    SweepShard Current { get; }
}

/// <summary>A silo that knows of no others.</summary>
public sealed class WholeSweep : ISweepShards
{
    public SweepShard Current => SweepShard.All;
}
