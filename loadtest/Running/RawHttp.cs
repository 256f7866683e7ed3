using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;

namespace AccountTwins.LoadTest.Running;

/// <summary>
/// HTTP/1.1 over kept connections with next to no work and little garbage of its own: a full client on the same cores would measure itself. Answers have a
/// Content-Length and the status 200; anything else throws.
/// </summary>
internal sealed class RawHttp : IDisposable
{
    private const string Json = "application/json";
    private const int Connections = 64;

    /// <summary>Below 85,000, from where on the runtime counts an array as large, and collects the whole heap for a few of them.</summary>
    private const int BufferSize = 80 * 1024;

    /// <summary>Bytes of the empty line between head and body, with the end of the line before.</summary>
    private const int EndOfHead = 4;

    private readonly ConcurrentBag<Connection> _idle;
    private readonly SemaphoreSlim _room = new(Connections);
    private readonly string _key;

    private RawHttp(string key, IEnumerable<Connection> connections) => (_key, _idle) = (key, [.. connections]);

    /// <summary>All connections are opened at once: opened only when a question finds none free, they would draw out whatever made it wait.</summary>
    public static async Task<RawHttp> OpenAsync(int port, string key)
    {
        var connections = new List<Connection>();
        while (connections.Count < Connections)
            connections.Add(await ConnectAsync(port));
        return new RawHttp(key, connections);
    }

    /// <summary>Bytes of the answer.</summary>
    public Task<int> GetAsync(string path) => AskAsync("GET", path, "", Json, body => body.Length);

    /// <summary>What is made of the answer's bytes, which are lent for that moment only.</summary>
    public Task<T> GetAsync<T>(string path, Func<ReadOnlyMemory<byte>, T> read) => AskAsync("GET", path, "", Json, read);

    /// <summary>Bytes of the answer.</summary>
    public Task<int> PostAsync(string path, string json) => AskAsync("POST", path, json, Json, body => body.Length);

    /// <summary>Bytes of the answer.</summary>
    public Task<int> PutAsync(string path, string body, string type) => AskAsync("PUT", path, body, type, answer => answer.Length);

    public void Dispose()
    {
        foreach (var connection in _idle)
            connection.Socket.Dispose();
        _room.Dispose();
    }

    private async Task<T> AskAsync<T>(string method, string path, string body, string type, Func<ReadOnlyMemory<byte>, T> read)
    {
        await _room.WaitAsync();
        try
        {
            var connection = _idle.TryTake(out var idle) ? idle : throw new IOException("A connection was lost with an earlier question.");
            await connection.Socket.SendAsync(Write(connection.Buffer, method, path, body, type));
            var result = read(await ReadAsync(connection));
            _idle.Add(connection);
            return result;
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>The request lies where the answer will, which does not come before it was sent.</summary>
    private ReadOnlyMemory<byte> Write(byte[] buffer, string method, string path, string body, string type)
    {
        var isWritten = method == "GET"
            ? Utf8.TryWrite(buffer, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_key}\r\n\r\n", out var length)
            : Utf8.TryWrite(
                buffer,
                $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_key}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}",
                out length);
        return isWritten ? buffer.AsMemory(0, length) : throw new IOException($"A request of more than {buffer.Length} bytes.");
    }

    private static async Task<Connection> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new Connection(socket, new byte[BufferSize]);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Connection connection)
    {
        var (buffer, read, head, end) = (connection.Buffer, 0, -1, int.MaxValue);
        while (read < end)
        {
            var more = await connection.Socket.ReceiveAsync(buffer.AsMemory(read));
            if (more == 0)
                throw new IOException("The server hung up in the middle of an answer.");
            read += more;
            if (head >= 0 || (head = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8)) < 0)
                continue;
            end = head + EndOfHead + LengthOf(buffer.AsSpan(0, head));
            if (end > BufferSize)
                throw new IOException($"An answer of more than {BufferSize} bytes.");
            if (!buffer.AsSpan(0, head).StartsWith("HTTP/1.1 200"u8))
                throw new IOException($"The server answered: {Encoding.UTF8.GetString(buffer, 0, read).Trim()}");
        }

        return buffer.AsMemory(head + EndOfHead, end - head - EndOfHead);
    }

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var start = head.IndexOf(name);
        if (start < 0)
            throw new IOException($"An answer without a length: {Encoding.ASCII.GetString(head)}");
        var value = head[(start + name.Length)..];
        var end = value.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? value : value[..end], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private sealed record Connection(Socket Socket, byte[] Buffer);
}
