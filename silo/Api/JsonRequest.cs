using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Api.Signals;

namespace AccountTwins.Silo.Api;

/// <summary>
/// Reads a JSON body into a record; a member that is unknown, missing, said twice or of another type is an error that names its path, and so is a null
/// in a list and a text that cannot be kept.
/// </summary>
public static class JsonRequest
{
    /// <summary>Bytes; a request of eight actions with full drafts has a sixth of it.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>The value, or null after the problem was written.</summary>
    public static Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class => ReadAsync(context, type, null);

    /// <summary>The same where a request without a body means something too.</summary>
    public static Task<T?> ReadOrAsync<T>(HttpContext context, JsonTypeInfo<T> type, T without)
        where T : class => ReadAsync(context, type, without);

    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, T? without)
        where T : class
    {
        using var body = await RequestBody.ReadAsync(context.Request, BytesMax, context.RequestAborted);
        if (body is null)
        {
            await Problem.WriteAsync(context, ReasonCodes.BodyTooLarge, $"At most {BytesMax / 1024} KB here.");
            return null;
        }

        if (without is not null && body.Bytes.IsEmpty)
            return without;
        var (value, fault) = Parse(body.Bytes, type);
        if (value is null)
            await Problem.WriteAsync(context, ReasonCodes.BadRequest, fault);
        return value;
    }

    private static (T? Value, string? Fault) Parse<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(bytes, type) is not { } value)
                return (null, "The body is null.");
            return RefusedJson.FaultOf(bytes) is { } fault ? (null, fault) : (value, null);
        }
        catch (JsonException error)
        {
            return (null, error.Path is { Length: > 0 } at ? $"At {at}: not what is expected there, said twice, or not known here." : "The body is no JSON of the form expected.");
        }
    }
}
