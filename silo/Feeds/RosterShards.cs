using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Sweeping;

namespace AccountTwins.Silo.Feeds;

/// <summary>Shares the sweep among the silos that report to the cluster's book; while the book cannot be had, each sweeps everything.</summary>
internal sealed class RosterShards(FeedBoard board, IFeedExchange exchange) : ISweepShards
{
    public SweepShard Current
    {
        get
        {
            var silos = board.Silos;
            for (var index = 0; index < silos.Count; index++)
            {
                if (silos[index] == exchange.Silo)
                    return new SweepShard(index, silos.Count);
            }

            return SweepShard.All;
        }
    }
}
