using System.Text;
using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>Whose a message is that could not be read.</summary>
internal static class DeadLetterTenant
{
    /// <summary>What the topic is pinned to, else what the key names; null where neither says so: then it is nobody's but the operators'.</summary>
    public static string? Of(KafkaOptions options, string topic, byte[]? key) => options.PinnedTenants.GetValueOrDefault(topic) ?? KeyOf(key)?.Tenant;

    // acme/acct-1
    public static AccountKey? KeyOf(byte[]? key) =>
        key is not null && Encoding.UTF8.GetString(key).Split('/') is [var tenant, var account] && AccountKey.IsPart(tenant) && AccountKey.IsPart(account)
            ? new AccountKey(tenant, account)
            : null;
}
