using System.Text.Json;

namespace AccountTwins.StandIns.Engine;

/// <summary>The form of stored states. It is the stand-in's own: what one engine stored, the other does not read.</summary>
internal static class StateJson
{
    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true };

    public static byte[] Write<T>(T? state) => JsonSerializer.SerializeToUtf8Bytes(state, Options);

    public static T? Read<T>(byte[]? payload) => payload is null ? default : JsonSerializer.Deserialize<T>(payload, Options);
}
