using System.Security.Cryptography;
using System.Text;
using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Storage.Changes;

namespace AccountTwins.Silo.Changes.Webhooks;

/// <summary>An event that tells of no change, so that a receiver can be tried out: type <c>webhook.trial.v1</c>, sequence 0, an id of its own each time.</summary>
internal static class WebhookTrialEvent
{
    public const string Type = "webhook.trial.v1";

    public static ChangeRow Of(WebhookRow row, DateTimeOffset now) => new(
        row.Tenant, null, "trial_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), Type, null, now, Encoding.UTF8.GetBytes($"{{\"webhook\":\"{row.Id}\"}}"));
}
