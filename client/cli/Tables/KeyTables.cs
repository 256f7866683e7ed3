using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>API keys for people.</summary>
internal static class KeyTables
{
    public static void Write(Call call, KeysAnswer answer) =>
        call.Write(["id", "name", "scopes", "live", "made", "ends", "revoked"], answer.Keys.Select(key => new object?[]
        {
            key.Id, key.Name, key.Scopes, key.IsLive, key.CreatedAt, key.ExpiresAt, key.RevokedAt,
        }));
}
