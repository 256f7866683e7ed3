using System.Text;
using System.Text.Json.Nodes;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.LoadTest.Workload;

/// <summary>Messages that no decoder may accept: one kind after the other.</summary>
internal static class MalformedMessages
{
    public const int Kinds = 8;

    public static byte[] Make(int kind, AccountKey account, DateTimeOffset time, string id)
    {
        var good = SignalWriter.Structured(account, new UsageActivity(3), time, Traffic.Source, id);
        return kind switch
        {
            0 => good[..^7],
            1 => Encoding.UTF8.GetBytes($"this is no JSON ({id})"),
            2 => Changed(good, json => json.Remove("subject")),
            3 => Changed(good, json => json["type"] = "usage.teleported.v1"),
            4 => Changed(good, json => json["data"]!["activeUsers"] = -5),
            5 => Changed(good, json => json["data"]!["activeUsers"] = "many"),
            6 => Changed(good, json => json["time"] = "2100-01-01T00:00:00Z"),
            _ => Changed(good, json => json.Remove("id")),
        };
    }

    private static byte[] Changed(byte[] good, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(good)!.AsObject();
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
