using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Ingestion.Kafka;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Ingestion.Kafka;

/// <summary>Settings that reach a client, and those that no operator can take away.</summary>
public sealed class KafkaClientsTests
{
    private readonly KafkaOptions _options = new();

    [Fact]
    public void Each_kind_of_client_gets_the_common_settings_and_its_own()
    {
        _options.Client["socket.keepalive.enable"] = "true";
        _options.Consumer["session.timeout.ms"] = "6000";
        _options.Producer["linger.ms"] = "7";

        var consumer = KafkaClients.Consumer(_options, "here:9092", "silo-1").ToDictionary();
        var producer = KafkaClients.Producer(_options, "here:9092").ToDictionary();
        var asker = KafkaClients.Asker(_options, "here:9092").ToDictionary();

        Assert.All([consumer, producer, asker], config => Assert.Equal(("true", "here:9092"), (config["socket.keepalive.enable"], config["bootstrap.servers"])));
        Assert.Equal("6000", consumer["session.timeout.ms"]);
        Assert.Equal("7", producer["linger.ms"]);
        Assert.All([producer, asker], config => Assert.DoesNotContain("session.timeout.ms", config.Keys));
        Assert.All([consumer, asker], config => Assert.DoesNotContain("linger.ms", config.Keys));
    }

    [Fact]
    public void A_setting_of_one_kind_goes_over_the_common_one_and_over_our_default()
    {
        _options.Client["queued.min.messages"] = "5";
        _options.Consumer["queued.min.messages"] = "6";

        Assert.Equal(6, KafkaClients.Consumer(_options, "here:9092", "silo-1").QueuedMinMessages);
    }

    [Fact]
    public void Every_client_comes_back_within_a_second_of_its_broker_unless_told_otherwise()
    {
        Assert.Equal(1_000, KafkaClients.Consumer(_options, "here:9092", "silo-1").ReconnectBackoffMaxMs);
        _options.Client["reconnect.backoff.max.ms"] = "4000";
        Assert.Equal(4_000, KafkaClients.Producer(_options, "here:9092").ReconnectBackoffMaxMs);
    }

    [Theory]
    [InlineData(null, 50)]
    [InlineData("200", 200)]
    public void The_endpoint_inside_the_process_is_asked_often_because_it_answers_late_unless_told_otherwise(string? told, int expected)
    {
        if (told is not null)
            _options.Consumer["fetch.wait.max.ms"] = told;
        using var endpoint = new KafkaEndpoint(Options.Create(_options), Options.Create(new ChangeOptions()), new SiloName("silo-1"));

        Assert.Equal(expected, KafkaClients.Consumer(_options, endpoint.BootstrapServers, endpoint.SiloName).FetchWaitMaxMs);
    }

    [Fact]
    public void Brokers_that_were_configured_are_asked_as_the_client_does()
    {
        _options.BootstrapServers = "here:9092";
        using var endpoint = new KafkaEndpoint(Options.Create(_options), Options.Create(new ChangeOptions()), new SiloName("silo-1"));

        Assert.Null(KafkaClients.Consumer(_options, endpoint.BootstrapServers, endpoint.SiloName).FetchWaitMaxMs);
    }

    [Fact]
    public void What_the_guarantees_stand_on_cannot_be_set_away()
    {
        _options.Consumer["auto.offset.reset"] = "latest";
        _options.Consumer["enable.auto.offset.store"] = "true";
        _options.Producer["acks"] = "0";
        _options.Producer["enable.idempotence"] = "false";
        _options.Client["bootstrap.servers"] = "elsewhere:9092";

        var consumer = KafkaClients.Consumer(_options, "here:9092", "silo-1");
        var producer = KafkaClients.Producer(_options, "here:9092");

        Assert.Equal((AutoOffsetReset.Error, false, "here:9092"), (consumer.AutoOffsetReset, consumer.EnableAutoOffsetStore, consumer.BootstrapServers));
        Assert.Equal((Acks.All, true, Partitioner.Murmur2Random), (producer.Acks, producer.EnableIdempotence, producer.Partitioner));
    }

    [Fact]
    public void Only_silos_that_share_partitions_are_static_members_of_a_group()
    {
        Assert.Null(KafkaClients.Consumer(_options, "here:9092", "silo-1").GroupInstanceId);
        _options.IsShared = true;
        Assert.Equal("silo-1", KafkaClients.Consumer(_options, "here:9092", "silo-1").GroupInstanceId);
    }
}
