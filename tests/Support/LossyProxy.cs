using System.Net;
using System.Net.Sockets;

namespace AccountTwins.Tests.Support;

/// <summary>Stands between a client and a server and can lose an answer: the server has done its work, the client never learns.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint server;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;
    private int answersToLose;

    public LossyProxy(int serverPort)
    {
        server = new IPEndPoint(IPAddress.Loopback, serverPort);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Cuts the connection when the server next answers, without passing the answer on.</summary>
    public void LoseNextAnswer() => Interlocked.Exchange(ref answersToLose, 1);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(server, stopping.Token);
            await Task.WhenAny(CopyAsync(near, far, () => false), CopyAsync(far, near, () => Interlocked.Exchange(ref answersToLose, 0) == 1));
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
        {
            // A cut connection is what this proxy is for.
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Func<bool> lose)
    {
        var buffer = new byte[65_536];
        try
        {
            int count;
            while ((count = await from.GetStream().ReadAsync(buffer, stopping.Token)) > 0)
            {
                if (lose())
                    return;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), stopping.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The other direction ended first.
        }
    }
}
