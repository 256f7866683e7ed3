using System.Text;
using System.Text.Json.Nodes;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Tests.Domain.Signals;

public sealed class SignalRoundTripTests
{
    private const int RoundsPerType = 60;

    private static readonly DateTimeOffset Noon = new(2026, 1, 17, 12, 0, 0, TimeSpan.Zero);
    private static readonly DecodeRules Rules = new() { Now = Noon };
    private static readonly AccountKey Account = new("eu", "ac me");

    [Theory]
    [InlineData(11)]
    [InlineData(2026)]
    public void Data_fact_packed_form_and_json_say_the_same(int seed)
    {
        var random = new RandomData(seed);
        foreach (var type in SignalCatalogue.All.Where(type => type != FeedHeartbeat.Type))
        {
            for (var round = 0; round < RoundsPerType; round++)
            {
                var data = random.Object(type.Fields).ToJsonString();
                var first = SignalDecoder.Decode(Event(type, data), Rules);
                Assert.True(first.Kind == DecodedKind.Accepted, $"seed {seed}, {type}: {first.Message} {data}");

                var fact = first.Signal!.Read();
                var second = Signal.Of(fact, Noon, "/random", "r\"1");
                Assert.Equal(first.Signal, second);

                var third = SignalDecoder.Decode(SignalWriter.Structured(Account, fact, Noon, "/random", "r\"1"), Rules);
                Assert.Equal(first, third);
                Assert.Equal(fact, third.Signal!.Read());
                Assert.Equal(first.Signal, Signal.Unpack(third.Signal.Body));
            }
        }
    }

    private static byte[] Event(SignalType type, string data) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["data"] = JsonNode.Parse(data),
        ["specversion"] = "1.0",
        ["id"] = "r\"1",
        ["source"] = "/random",
        ["type"] = type.WireName,
        ["subject"] = Account.Account,
        ["tenant"] = Account.Tenant,
        ["time"] = "2026-01-17T13:00:00+01:00",
    }.ToJsonString());
}
