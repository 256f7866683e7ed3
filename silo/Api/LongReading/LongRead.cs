using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AccountTwins.Silo.Api.LongReading;

/// <summary>One that has its place: whose it is, until when, and its answer, one JSON value a line.</summary>
public sealed class LongRead
{
    public const string ContentType = "application/x-ndjson";

    private readonly HttpContext _context;
    private readonly TimeSpan _sendWithin;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _late;

    internal LongRead(HttpContext context, string tenant, TimeSpan sendWithin, TimeProvider clock, CancellationTokenSource late, CancellationToken ended) =>
        (_context, Tenant, _sendWithin, _clock, _late, Ended) = (context, tenant, sendWithin, clock, late, ended);

    public string Tenant { get; }

    /// <summary>The caller left, or is cut off: whatever is read for it ends.</summary>
    public CancellationToken Ended { get; }

    /// <summary>From here on the answer is 200, also where no line follows.</summary>
    public void Begin()
    {
        if (_context.Response.HasStarted)
            return;
        _context.Response.ContentType = ContentType;
        _context.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>Returns when there is room for the next line. A caller that makes none in time ends it all.</summary>
    public async Task WriteAsync<T>(T line, JsonTypeInfo<T> type)
    {
        Begin();
        var body = _context.Response.BodyWriter;
        body.Write(JsonSerializer.SerializeToUtf8Bytes(line, type));
        body.Write("\n"u8);
        var flush = body.FlushAsync(Ended);
        if (flush.IsCompletedSuccessfully)
            return;
        try
        {
            await flush.AsTask().WaitAsync(_sendWithin, _clock, Ended);
        }
        catch (TimeoutException)
        {
            await _late.CancelAsync();
            Ended.ThrowIfCancellationRequested();
        }
    }
}
