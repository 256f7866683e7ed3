using System.Net;
using System.Net.Sockets;

namespace AccountTwins.Tests.Client.Agents.EndToEnd;

/// <summary>What happens to an answer on its way.</summary>
internal enum Broken
{
    No = 0,

    /// <summary>The service did what was asked, and its answer is lost with the connection.</summary>
    Lost = 1,

    /// <summary>Half of it comes, then the connection ends.</summary>
    CutShort = 2,

    /// <summary>All of it comes, and the body is no JSON.</summary>
    Garbled = 3,

    /// <summary>It never comes, and the connection stays open.</summary>
    Held = 4,
}

/// <summary>Between a client and a silo: hands requests on unchanged and breaks answers as it is told. A connection takes one request.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _silo;
    private readonly Task _running;
    private readonly Queue<Broken> _next = new();

    public BreakingProxy(string silo)
    {
        _silo = new Uri(silo);
        _listener.Start();
        _running = RunAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The next answers, in order; those after them pass unharmed.</summary>
    public void Break(params Broken[] answers)
    {
        lock (_next)
        {
            foreach (var answer in answers)
                _next.Enqueue(answer);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient caller)
    {
        using var from = caller;
        using var silo = new TcpClient();
        try
        {
            await silo.ConnectAsync(_silo.Host, _silo.Port, _stop.Token);
            var (near, far) = (from.GetStream(), silo.GetStream());
            await far.WriteAsync(await MessageAsync(near), _stop.Token);
            var answer = await MessageAsync(far);
            await BreakAsync(near, answer, Next());
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // One side has left: the connection ends, which the other side sees.
        }
    }

    private Broken Next()
    {
        lock (_next)
            return _next.TryDequeue(out var broken) ? broken : Broken.No;
    }

    private async Task BreakAsync(NetworkStream near, byte[] answer, Broken how)
    {
        switch (how)
        {
            case Broken.Lost:
                return;
            case Broken.Held:
                await new TaskCompletionSource().Task.WaitAsync(_stop.Token);
                return;
            case Broken.CutShort:
                await near.WriteAsync(answer.AsMemory(0, HeadLength(answer) + (answer.Length - HeadLength(answer)) / 2), _stop.Token);
                return;
            case Broken.Garbled:
                for (var at = HeadLength(answer); at < answer.Length; at++)
                    answer[at] ^= 0x15;
                break;
        }

        await near.WriteAsync(answer, _stop.Token);
    }

    /// <summary>One HTTP message whose length its head says: the JSON routes say it.</summary>
    private async Task<byte[]> MessageAsync(NetworkStream stream)
    {
        var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0)
                throw new IOException("The connection ended within a message.");
            read.Write(buffer, 0, count);
            if (HeadLength(read.ToArray()) is > 0 and var head && read.Length >= head + BodyLength(read.ToArray(), head))
                return read.ToArray();
        }
    }

    private static int HeadLength(ReadOnlySpan<byte> message) => message.IndexOf("\r\n\r\n"u8) is >= 0 and var end ? end + 4 : 0;

    private static int BodyLength(byte[] message, int head) => System.Text.Encoding.ASCII.GetString(message, 0, head).Split("\r\n")
        .Where(line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line["content-length:".Length..], System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();
}
