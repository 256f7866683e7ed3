using System.Diagnostics.Metrics;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Silo.Feeds;

/// <summary>The feeds' instruments: the one catalogue of their names. Tags are closed sets, never a tenant.</summary>
public sealed class FeedMetrics
{
    public const string MeterName = "AccountTwins.Feeds";

    /// <summary>Feeds over all tenants. Tags <c>family</c>, <c>state</c>: live | late | dead | neverconnected.</summary>
    public const string Feeds = "accounttwins.feeds";

    /// <summary>Exchanges with the cluster's book. Tag <c>outcome</c>: done | failed.</summary>
    public const string Exchanges = "accounttwins.feeds.exchanges";

    /// <summary>Seconds since the last good exchange was asked for; nothing before the first.</summary>
    public const string ExchangeAge = "accounttwins.feeds.exchange.age";

    /// <summary>Observations and questions about tenants beyond the bound.</summary>
    public const string Refused = "accounttwins.feeds.refused";

    private readonly Counter<long> exchanges;

    public FeedMetrics(IMeterFactory meters, FeedBoard board)
    {
        var meter = meters.Create(MeterName);
        exchanges = meter.CreateCounter<long>(Exchanges, "{exchange}", "Exchanges with the cluster's book of feeds, by outcome.");
        meter.CreateObservableCounter(Refused, () => board.Refused, "{call}", "Observations and questions about tenants beyond the bound.");
        meter.CreateObservableGauge(Feeds, () => ByState(board), "{feed}", "Feeds over all tenants, by family and state.");
        meter.CreateObservableGauge(ExchangeAge, () => Age(board), "s", "Time since the last good exchange of feeds was asked for.");
    }

    internal void Exchanged(string outcome) => exchanges.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    private static IEnumerable<Measurement<double>> Age(FeedBoard board)
    {
        if (board.ExchangeAge is { } age)
            yield return new Measurement<double>(age.TotalSeconds);
    }

    private static IEnumerable<Measurement<long>> ByState(FeedBoard board)
    {
        var counts = new SortedDictionary<(Family Family, FeedState State), long>();
        foreach (var tenant in board.Tenants)
        {
            var states = board.For(tenant);
            for (var family = (Family)1; (int)family <= FeedStates.FamilyMax; family++)
                counts[(family, states[family].State)] = counts.GetValueOrDefault((family, states[family].State)) + 1;
        }

        foreach (var ((family, state), count) in counts)
            yield return new Measurement<long>(count, new("family", family.ToString().ToLowerInvariant()), new("state", state.ToString().ToLowerInvariant()));
    }
}
