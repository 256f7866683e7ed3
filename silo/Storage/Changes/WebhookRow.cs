using AccountTwins.Domain.Signals;

namespace AccountTwins.Silo.Storage.Changes;

/// <summary>One address.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Unique in the tenant.</param>
/// <param name="Url">Where to.</param>
/// <param name="Kinds">Kinds with commas between; empty: all.</param>
/// <param name="Secret">whsec_ and base64.</param>
/// <param name="CreatedAt">When.</param>
public sealed record WebhookRow(string Tenant, string Id, string Url, string Kinds, string Secret, DateTimeOffset CreatedAt)
{
    public const int OldSecretsMax = 4;

    /// <summary>The last of the tenant's changes that it has got, or that its kinds left out.</summary>
    public long Number { get; init; }

    /// <summary>Tries of the next one that failed.</summary>
    public int Attempts { get; init; }

    public bool IsActive { get; init; } = true;

    public DateTimeOffset NextAt { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Why it was disabled: gone, failing or by_hand; null while it is active.</summary>
    public string? Reason { get; init; }

    /// <summary>What signed before, the newest first; one signs until its end.</summary>
    public ValueList<OldSecret> OldSecrets { get; init; } = [];

    /// <summary>Changes that were no longer kept when their turn came.</summary>
    public long Skipped { get; init; }
}

/// <summary>A secret from before a rotation, and until when it signs beside the newer ones.</summary>
public sealed record OldSecret(string Secret, DateTimeOffset Until);
