using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using AccountTwins.Silo.Api.LongReading;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Changes.Webhooks;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Mcp;
using AccountTwins.Silo.Policies;
using AccountTwins.Silo.Sample;
using AccountTwins.Silo.Security.Limits;
using AccountTwins.Silo.Security.Tokens;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Sweeping;
using AccountTwins.Silo.Value;

namespace AccountTwins.Tests.Readme;

/// <summary>The page of settings names every property of every options class with the default it really has.</summary>
public sealed partial class SettingsPageTests
{
    private static readonly object[] Sections =
        [new ApiOptions(), new KafkaOptions(), new PumpOptions(), new StorageOptions(), new TwinsClusterOptions(), new FeedOptions(), new PolicyOptions(), new SweepOptions(), new SampleOptions(), new ChangeOptions(), new WebhookOptions(), new TwinOptions(), new ValueOptions(), new McpOptions(), new RateLimitOptions(), new JwtOptions(), new LongReadOptions()];

    [Fact]
    public void The_table_lists_every_setting_and_its_default()
    {
        var rows = Row().Matches(new MarkdownFile("docs/settings.md").Text).ToDictionary(row => row.Groups["key"].Value, row => row.Groups["default"].Value);

        Assert.Equal(
            Settings().ToDictionary(setting => setting.Key, setting => setting.Default ?? rows.GetValueOrDefault(setting.Key, "missing")).OrderBy(row => row.Key, StringComparer.Ordinal),
            rows.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    private static IEnumerable<(string Key, string? Default)> Settings() =>
        from section in Sections
        let name = (string)section.GetType().GetField("Section", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!
        from property in section.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where property.CanWrite
        select ($"{name}:{property.Name}", Written(property.Name, property.GetValue(section)));

    /// <summary>The default as the table writes it; null where the table says it in words.</summary>
    private static string? Written(string name, object? value) => value switch
    {
        _ when name == nameof(TwinsClusterOptions.SiloName) => null,
        null or ICollection { Count: 0 } => "–",
        ICollection => null,
        bool flag => flag ? "`true`" : "`false`",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $"`{value}`",
    };

    // | `Kafka:Group` | `account-twins` | consumer group |
    [GeneratedRegex(@"^\| `(?<key>[A-Z]\w+:\w+)` \| (?<default>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
