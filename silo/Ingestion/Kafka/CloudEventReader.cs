using System.Text.RegularExpressions;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Feeds;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>
/// Reads one topic's messages as CloudEvents, structured or binary, and tells the feeds that they live. Never throws for bad input.
/// </summary>
internal sealed class CloudEventReader(string topic, KafkaOptions options, IFeedBoard feeds, TimeProvider clock) : ISignalReader
{
    private readonly string? _pinned = options.PinnedTenants.GetValueOrDefault(topic);
    private readonly Dictionary<string, Regex> _allowed = options.AllowedAccounts.ToDictionary(
        rule => rule.Key,
        rule => new Regex(rule.Value, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant),
        StringComparer.Ordinal);

    public ReadSignal Read(LogMessage message)
    {
        var rules = new DecodeRules
        {
            Now = clock.GetUtcNow(),
            SkewMax = options.SkewMax,
            PinnedTenant = _pinned,
            BodyBytesMax = options.MessageBytesMax,
        };
        var decoded = message.Headers.Count > 0 && Find(message, BinaryMode.Kafka.SpecVersion) is not null
            ? SignalDecoder.DecodeBinary(BinaryMode.Kafka.Read(message, Find), message.Value, rules)
            : SignalDecoder.Decode(message.Value, rules);
        switch (decoded.Kind)
        {
            case DecodedKind.Accepted:
                var (account, signal) = (decoded.Account, decoded.Signal!);
                if (!IsAllowed(account))
                    return new ReadSignal(account, signal.Family, null, "account_not_allowed", "The tenant's rule does not allow this account id.");
                feeds.Observe(account.Tenant, signal.Family, signal.Stamp.Time);
                return new ReadSignal(account, signal.Family, signal, null, null);
            case DecodedKind.Heartbeat:
                var beat = decoded.Beat!;
                feeds.Heartbeat(beat.Tenant, beat.Family, beat.Time);
                return default;
            default:
                return Rejected(decoded.Family, decoded.Code!.Code, decoded.Message ?? "");
        }
    }

    private static ReadSignal Rejected(Family family, string code, string detail) => new(default, family, null, code, detail);

    private bool IsAllowed(AccountKey account) => !_allowed.TryGetValue(account.Tenant, out var rule) || rule.IsMatch(account.Account);

    private static byte[]? Find(LogMessage message, string name)
    {
        foreach (var (key, value) in message.Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }
}
