using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AccountTwins.Silo.Api;

/// <summary>Writes JSON with its length known, from a buffer kept per thread, so that an answer allocates next to nothing.</summary>
public static class JsonAnswer
{
    /// <summary>A buffer that one large answer has grown beyond this is not kept.</summary>
    private const int KeptBytesMax = 256 * 1024;

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? kept;

    /// <summary>Serialises and hands the bytes to <paramref name="use"/>, which must be done with them when it returns.</summary>
    public static TResult Write<TValue, TState, TResult>(TValue value, JsonTypeInfo<TValue> type, TState state, JsonBytes<TState, TResult> use) =>
        Write((value, type), static (writer, each) => JsonSerializer.Serialize(writer, each.value, each.type), state, use);

    /// <summary>The same, written by hand.</summary>
    public static TResult Write<TValue, TState, TResult>(TValue value, Action<Utf8JsonWriter, TValue> write, TState state, JsonBytes<TState, TResult> use)
    {
        var (buffer, writer) = kept ?? Create();
        kept = null;
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        write(writer, value);
        writer.Flush();
        var result = use(buffer.WrittenSpan, state);
        if (buffer.Capacity <= KeptBytesMax)
            kept = (buffer, writer);
        return result;
    }

    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, string contentType = "application/json; charset=utf-8") =>
        Write(value, type, (context, contentType), static (bytes, state) => WriteAsync(state.context, bytes, state.contentType));

    /// <summary>The bytes are copied to the response before this returns.</summary>
    public static Task WriteAsync(HttpContext context, ReadOnlySpan<byte> bytes, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        context.Response.BodyWriter.Write(bytes);

        // The server flushes what was written when the request ends; asking for it here would only cost a second pass.
        return Task.CompletedTask;
    }

    /// <summary>An answer in two parts, copied like one.</summary>
    public static Task WriteAsync(HttpContext context, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = head.Length + tail.Length;
        context.Response.BodyWriter.Write(head);
        context.Response.BodyWriter.Write(tail);
        return Task.CompletedTask;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Create()
    {
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }
}

/// <summary>Uses serialised bytes that are only lent.</summary>
public delegate TResult JsonBytes<TState, TResult>(ReadOnlySpan<byte> bytes, TState state);
