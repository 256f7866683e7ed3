namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>PostgreSQL has done a write, and its answer is lost with the connection: the silo cannot know which of both it was.</summary>
internal sealed class LostAnswer : IFault
{
    private const int RowMax = 3;

    /// <summary>The server's word on a statement that wrote rows.</summary>
    private static readonly string[] Words = ["UPDATE ", "INSERT 0 "];

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);

    public string Kind => "lost-answer";

    public int Weight => 7;

    public string? WhyNot(ChaosRig rig) => rig.Proxy is null ? "an embedded database answers within the process" : null;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        for (var left = random.Next(1, RowMax + 1); left > 0; left--)
        {
            // A silo with nothing to write gives none to lose.
            var lost = rig.Proxy!.LoseNextAnswerAsync(Words);
            await Task.WhenAny(lost, Task.Delay(Within, cancellationToken));
        }

        rig.Proxy!.Forget();
    }
}
