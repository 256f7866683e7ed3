using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Security;

/// <summary>
/// What a rotation makes of a key: a new secret at once, and the one before until a moment that is told. A key has at most two secrets, so a
/// second rotation waits until the first is over, unless it ends all others now or says that the text of the newest was lost.
/// </summary>
internal static class KeyRotation
{
    public static readonly TimeSpan OverlapDefault = TimeSpan.FromHours(24);

    /// <summary>Longer than any release takes, shorter than a leak stays unseen.</summary>
    public static readonly TimeSpan OverlapMax = TimeSpan.FromDays(30);

    private const int NameMax = 128;

    /// <summary>What is wrong with the request, with its place, or null.</summary>
    public static string? FaultOf(RotateKeyBody body, DateTimeOffset now)
    {
        if (body.OverlapSeconds is < 0 || body.OverlapSeconds > OverlapMax.TotalSeconds)
            return $"overlapSeconds: 0 to {OverlapMax.TotalSeconds:0}.";
        if (body is { Lost: true, OverlapSeconds: not null })
            return "overlapSeconds: not with lost; the secret before stays as long as it was to.";
        if (body.IdempotencyKey is { } name && (name.Length is 0 or > NameMax || name.Any(char.IsControl)))
            return $"idempotencyKey: 1 to {NameMax} characters, no control characters.";
        return body.ExpiresAt <= now ? "expiresAt: in the future." : null;
    }

    /// <summary>The key with a new secret, or why it stays as it is.</summary>
    /// <param name="row">As it is stored, of the caller's tenant.</param>
    /// <param name="body">Without fault.</param>
    /// <param name="isOwn">It is the key that asks.</param>
    /// <param name="hash">Of the new text.</param>
    /// <param name="now">The moment.</param>
    public static (ApiKeyRow? Next, ReasonCode? Refusal) Of(ApiKeyRow row, RotateKeyBody body, bool isOwn, byte[] hash, DateTimeOffset now)
    {
        if (!row.IsLiveAt(now))
            return (null, ReasonCodes.UnknownKey);
        if (body.IdempotencyKey is { } name && name == row.RotationKey)
            return (null, ReasonCodes.AlreadyRotated);
        var overlap = body.OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : OverlapDefault;
        if (overlap == TimeSpan.Zero && isOwn)
            return (null, ReasonCodes.OwnKey);
        var next = row with { Hash = hash, RotatedAt = now, RotationKey = body.IdempotencyKey, ExpiresAt = body.ExpiresAt ?? row.ExpiresAt };
        var isRunning = row.OldHash is not null && row.OldUntil > now;
        if (isRunning && body.Lost)
            return (next, null);
        if (overlap == TimeSpan.Zero)
            return (next with { OldHash = null, OldUntil = null }, null);
        // The old secret keeps the end it had.
        var until = row.ExpiresAt < now + overlap ? row.ExpiresAt : now + overlap;
        return isRunning ? (null, ReasonCodes.RotationRunning) : (next with { OldHash = row.Hash, OldUntil = until }, null);
    }
}
