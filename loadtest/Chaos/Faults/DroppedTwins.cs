namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>
/// Rows look as if another activation had written them: at their next write the twins in memory must give way, with all that they had
/// not saved, as when a silo of a cluster dies.
/// </summary>
internal sealed class DroppedTwins : IFault
{
    private const int TwinsMax = 40;

    public string Kind => "dropped-twins";

    public int Weight => 7;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        var writer = rig.Database.Name == "sqlite" ? "randomblob(16)" : "gen_random_uuid()";
        await rig.Database.ExecuteAsync(
            $"UPDATE account_twin SET writer = {writer} WHERE account = 'hot' OR account IN (SELECT account FROM account_twin ORDER BY random() LIMIT {random.Next(1, TwinsMax)})");
    }
}
