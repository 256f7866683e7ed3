using System.Buffers;

namespace AccountTwins.Silo.Api.Signals;

/// <summary>A request's body in one pooled piece, read no further than its bound.</summary>
public sealed class RequestBody : IDisposable
{
    private const int FirstSize = 16 * 1024;

    private byte[] buffer;

    private RequestBody(byte[] buffer, int length) => (this.buffer, Length) = (buffer, length);

    public int Length { get; }

    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, Length);

    /// <summary>The body, or null when it is longer than <paramref name="lengthMax"/> bytes.</summary>
    public static async Task<RequestBody?> ReadAsync(HttpRequest request, int lengthMax, CancellationToken cancellationToken)
    {
        if (request.ContentLength > lengthMax)
            return null;

        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? FirstSize) + 1);
        var length = 0;
        try
        {
            while (true)
            {
                var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                    break;
                length += read;
                if (length > lengthMax)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    return null;
                }

                if (length == buffer.Length)
                    buffer = Grown(buffer, length);
            }

            return new RequestBody(buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private static byte[] Grown(byte[] full, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
