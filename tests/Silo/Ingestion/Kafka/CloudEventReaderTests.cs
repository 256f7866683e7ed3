using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Ingestion.Kafka;

/// <summary>What a Kafka message is taken for, in either mode of CloudEvents.</summary>
public sealed class CloudEventReaderTests
{
    private const string Topic = "signals.usage";

    private static readonly DateTimeOffset Eleven = new(2026, 3, 1, 11, 0, 0, TimeSpan.Zero);

    private readonly FakeFeedBoard _feeds = new();
    private readonly KafkaOptions _options = new();

    [Theory, InlineData(false), InlineData(true)]
    public void An_event_becomes_a_signal_of_its_account_and_its_feed_is_heard(bool isBinary)
    {
        var read = Read(isBinary, new() { ["tenant"] = "eu" });

        Assert.Equal((new AccountKey("eu", "acme"), Family.Usage, null), (read.Account, read.Family, read.Code));
        Assert.Equal(("/product", "1", Eleven), (read.Signal!.Source, read.Signal.Id, read.Signal.Stamp.Time));
        Assert.Equal([("eu", Family.Usage, Eleven, false)], _feeds.Heard);
    }

    [Fact]
    public void Names_of_headers_may_be_written_in_either_case()
    {
        var message = Message(isBinary: true, []);
        var read = Reader().Read(message with { Headers = [.. message.Headers.Select(header => KeyValuePair.Create(header.Key.ToUpperInvariant(), header.Value))] });

        Assert.Equal(new AccountKey("default", "acme"), read.Account);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_pinned_topic_speaks_for_its_tenant_alone(bool isBinary)
    {
        _options.PinnedTenants[Topic] = "eu";

        Assert.Equal(new AccountKey("eu", "acme"), Read(isBinary, []).Account);
        Assert.Equal(new AccountKey("eu", "acme"), Read(isBinary, new() { ["tenant"] = "eu" }).Account);
        var stranger = Read(isBinary, new() { ["tenant"] = "us" });
        Assert.Equal((RejectCodes.BadTenant.Code, Family.Usage, null), (stranger.Code, stranger.Family, stranger.Signal));
        Assert.All(_feeds.Heard, heard => Assert.Equal("eu", heard.Tenant));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_tenants_rule_holds_for_that_tenant_alone(bool isBinary)
    {
        _options.AllowedAccounts["eu"] = "^acct-[0-9]+$";

        var refused = Read(isBinary, new() { ["tenant"] = "eu" });
        Assert.Equal(("account_not_allowed", Family.Usage, null), (refused.Code, refused.Family, refused.Signal));
        Assert.Empty(_feeds.Heard);
        Assert.Equal(new AccountKey("eu", "acct-7"), Read(isBinary, new() { ["tenant"] = "eu", ["subject"] = "acct-7" }).Account);
        Assert.Equal(new AccountKey("us", "acme"), Read(isBinary, new() { ["tenant"] = "us" }).Account);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_heartbeat_without_subject_goes_to_its_feed_and_is_no_signal(bool isBinary)
    {
        var read = Read(isBinary, new() { ["type"] = "feed.heartbeat.v1", ["subject"] = null, ["tenant"] = "eu" }, """{"family":"billing"}""");

        Assert.Equal(default, read);
        Assert.Equal([("eu", Family.Billing, Eleven, true)], _feeds.Heard);
    }

    [Theory]
    [InlineData("subject", null, "missing_subject", Family.Usage)]
    [InlineData("id", null, "missing_attribute", Family.Unspecified)]
    [InlineData("type", "usage.unheard.v1", "unknown_type", Family.Unspecified)]
    [InlineData("time", "yesterday", "bad_time", Family.Usage)]
    [InlineData("time", "2026-03-01T12:05:01Z", "from_future", Family.Usage)]
    [InlineData("subject", "a/b", "bad_subject", Family.Usage)]
    public void An_event_that_cannot_be_used_is_named_with_its_family_where_that_is_known(string attribute, string? value, string code, Family family)
    {
        foreach (var isBinary in new[] { false, true })
        {
            var read = Read(isBinary, new() { [attribute] = value });
            Assert.Equal((code, family, null), (read.Code, read.Family, read.Signal));
            Assert.False(string.IsNullOrEmpty(read.Detail));
        }

        Assert.Empty(_feeds.Heard);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Data_of_the_wrong_kind_is_counted_for_its_family(bool isBinary)
    {
        var read = Read(isBinary, [], """{"activeUsers":"many"}""");

        Assert.Equal(("wrong_type", Family.Usage), (read.Code, read.Family));
    }

    [Theory]
    [InlineData("{", "bad_json")]
    [InlineData("[]", "not_cloudevent")]
    [InlineData(null, "bad_json")]
    public void Bytes_that_are_no_event_are_rejected(string? value, string code)
    {
        var read = Reader().Read(new LogMessage { Offset = 0, Epoch = 0, Value = value is null ? null : Encoding.UTF8.GetBytes(value) });

        Assert.Equal((code, Family.Unspecified), (read.Code, read.Family));
    }

    private ReadSignal Read(bool isBinary, Dictionary<string, string?> attributes, string data = """{"activeUsers":5}""") =>
        Reader().Read(Message(isBinary, attributes, data));

    private CloudEventReader Reader() => new(Topic, _options, _feeds, new FakeClock());

    /// <summary>An event about acme; <paramref name="changed"/> attributes replace its own, null takes one away.</summary>
    private static LogMessage Message(bool isBinary, Dictionary<string, string?> changed, string data = """{"activeUsers":5}""")
    {
        var attributes = new Dictionary<string, string?>
        {
            ["specversion"] = "1.0", ["id"] = "1", ["source"] = "/product", ["type"] = "usage.activity.v1", ["subject"] = "acme", ["time"] = "2026-03-01T11:00:00Z",
        };
        foreach (var (name, value) in changed)
            attributes[name] = value;
        var present = attributes.Where(attribute => attribute.Value is not null).ToList();
        if (isBinary)
        {
            return new LogMessage
            {
                Offset = 0, Epoch = 0, Value = Encoding.UTF8.GetBytes(data),
                Headers = [.. present.Select(attribute => KeyValuePair.Create($"ce_{attribute.Key}", (byte[]?)Encoding.UTF8.GetBytes(attribute.Value!))), KeyValuePair.Create("content-type", (byte[]?)"application/json"u8.ToArray())],
            };
        }

        var members = string.Join(',', present.Select(attribute => $"\"{attribute.Key}\":\"{attribute.Value}\""));
        return new LogMessage { Offset = 0, Epoch = 0, Value = Encoding.UTF8.GetBytes($"{{{members},\"data\":{data}}}") };
    }
}
