using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>API keys for people.</summary>
internal static class KeyTables
{
    public static void Write(Call call, KeysAnswer answer)
    {
        call.Write(["id", "name", "scopes", "live", "made", "ends", "revoked", "rotated", "old secret until"], answer.Keys.Select(key => new object?[]
        {
            key.Id, key.Name, key.Scopes, key.IsLive, key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.RotatedAt, key.OldSecretUntil,
        }));
        if (answer.HasMore)
            call.Line("Older keys that ended are not shown.");
    }

    /// <summary>The key's text first and alone on its line, for who reads it into a variable.</summary>
    public static void WriteRotated(Call call, KeyView key)
    {
        call.Line(key.Key!);
        call.Write(["id", "name", "ends", "old secret until"], [new object?[] { key.Id, key.Name, key.ExpiresAt, key.OldSecretUntil }]);
    }
}
