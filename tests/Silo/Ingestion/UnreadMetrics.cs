using AccountTwins.Silo.Observability;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Ingestion;

/// <summary>
/// Metrics that no test looks at, one set for all. The runtime keeps every instrument until it is disposed of, and every host that starts
/// later in the same process goes through all of them: a set for each of thousands of simulated runs made each start take 20 s.
/// </summary>
internal static class UnreadMetrics
{
    public static readonly IngestionMetrics Ingestion = new(new MeterFactory());
}
