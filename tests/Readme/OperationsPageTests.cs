using System.Reflection;
using AccountTwins.Grains;
using AccountTwins.Grains.Incidents;
using AccountTwins.Grains.Learning;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Mcp;
using AccountTwins.Silo.Observability;
using AccountTwins.Silo.Policies;
using AccountTwins.Silo.Security.Limits;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Sweeping;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Readme;

/// <summary>An operator finds every alarm and every metric of this product in docs/operations.md.</summary>
[Collection(WholeSilo.Name)]
public sealed class OperationsPageTests
{
    private static readonly string Page = new MarkdownFile("docs/operations.md").Text;

    [Fact]
    public void Every_alarm_has_a_section()
    {
        Assert.DoesNotContain(
            Enum.GetValues<AlarmKind>(), kind => kind != AlarmKind.Unspecified && !Page.Contains($"### {kind} ({(int)kind})\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_metric_of_the_catalogues_has_a_row()
    {
        // Those that are written out where they are made have no constant.
        string[] names =
        [
            .. MetricCatalogue.All.Select(metric => metric.Name), .. Constants<StorageMetrics>(), .. Constants<FeedMetrics>(), .. Constants<SweepMetrics>(), .. Constants<PolicyMetrics>(), .. Constants<ChangeMetrics>(), .. Constants<McpMetrics>(), .. Constants<RateLimitMetrics>(),
            LearningMetrics.LatitudeChanges, IncidentMetrics.Changes, "accounttwins.twins.resident", "accounttwins.alarms",
        ];

        Assert.DoesNotContain(names, name => !Page.Contains($"| `{name}` |", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_silo_that_runs_publishes_no_metric_that_the_page_lacks()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await RunningSilo.StartAsync(folder.Path);
        await silo.SampledAsync();
        using var client = silo.Client();

        var text = await client.GetStringAsync("/metrics");

        var published = text.Split('\n').Where(line => line.StartsWith("# TYPE accounttwins_", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.NotEmpty(published);
        Assert.DoesNotContain(published, name => !Page.Contains($"`{name}`", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Constants<T>() =>
        from field in typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
        where field is { IsLiteral: true, Name: not nameof(StorageMetrics.MeterName) }
        select (string)field.GetRawConstantValue()!;
}
