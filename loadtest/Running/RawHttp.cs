using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AccountTwins.LoadTest.Running;

/// <summary>
/// HTTP/1.1 over kept connections with next to no work of its own: a full client on the same cores would measure itself. Answers have a
/// Content-Length and the status 200; anything else throws.
/// </summary>
internal sealed class RawHttp(int port, string key) : IDisposable
{
    private const string Json = "application/json";
    private const int ConnectionsMax = 512;
    private const int BufferSize = 128 * 1024;

    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    private readonly ConcurrentBag<Connection> _idle = [];
    private readonly SemaphoreSlim _room = new(ConnectionsMax);

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
            var connection = _idle.TryTake(out var idle) ? idle : await ConnectAsync();
            var content = method == "GET" ? "" : $"Content-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
            var request = Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n{content}\r\n{body}");
            await connection.Socket.SendAsync(request);
            var result = read(await ReadAsync(connection));
            _idle.Add(connection);
            return result;
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task<Connection> ConnectAsync()
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
            if (head >= 0 || (head = buffer.AsSpan(0, read).IndexOf(EndOfHead)) < 0)
                continue;
            var text = Encoding.ASCII.GetString(buffer, 0, head);
            end = head + EndOfHead.Length + LengthOf(text);
            if (end > BufferSize)
                throw new IOException($"An answer of more than {BufferSize} bytes.");
            if (!text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                throw new IOException($"The server answered: {text.Split('\r')[0]} {Encoding.UTF8.GetString(buffer, head, read - head).Trim()}");
        }

        return buffer.AsMemory(head + EndOfHead.Length, end - head - EndOfHead.Length);
    }

    private static int LengthOf(string head)
    {
        const string Name = "Content-Length: ";
        var start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            throw new IOException($"An answer without a length: {head}");
        var value = head.AsSpan(start + Name.Length);
        var end = value.IndexOf('\r');
        return int.Parse(end < 0 ? value : value[..end], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private sealed record Connection(Socket Socket, byte[] Buffer);
}
