using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AccountTwins.LoadTest.Running;

/// <summary>
/// Stands between a client and a server. It can lose an answer (the server has done its work, the client never learns), delay answers,
/// and be away: connections are cut and refused.
/// </summary>
public sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private readonly Task _accepting;
    private Losing? _losing;
    private volatile bool _isAway;
    private long _delayTicks;

    public LossyProxy(int serverPort)
    {
        _server = new IPEndPoint(IPAddress.Loopback, serverPort);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every piece of an answer waits so long before it goes on; zero ends it.</summary>
    public TimeSpan Delay
    {
        get => new(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>Cuts the connection when the server next answers, without passing the answer on.</summary>
    public void LoseNextAnswer() => _ = LoseNextAnswerAsync([""]);

    /// <summary>
    /// The same for the next answer that holds one of some texts, such as <c>UPDATE </c> for one to a write. Completes when it was lost.
    /// One is lost at a time: a second call takes the place of the first.
    /// </summary>
    public Task LoseNextAnswerAsync(IReadOnlyList<string> texts)
    {
        var losing = new Losing([.. texts.Select(Encoding.ASCII.GetBytes)], new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Volatile.Write(ref _losing, losing);
        return losing.Lost.Task;
    }

    /// <summary>Loses no answer after all.</summary>
    public void Forget() => Volatile.Write(ref _losing, null);

    /// <summary>Cuts every connection, and each new one at once, until <see cref="ComeBack"/>.</summary>
    public void GoAway()
    {
        _isAway = true;
        foreach (var client in _clients.Keys)
            client.Close();
    }

    public void ComeBack() => _isAway = false;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new ConcurrentDictionary<Task, bool>();
        try
        {
            while (true)
            {
                var connection = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
                connections[connection] = true;
                _ = connection.ContinueWith(done => connections.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections.Keys);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        _clients[near] = true;
        try
        {
            if (_isAway)
                return;
            await far.ConnectAsync(_server, _stopping.Token);
            await Task.WhenAny(CopyAsync(near, far, isAnswer: false), CopyAsync(far, near, isAnswer: true));
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // A cut connection is what this proxy is for.
        }
        finally
        {
            _clients.TryRemove(near, out _);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        var buffer = new byte[65_536];
        try
        {
            int count;
            while ((count = await from.GetStream().ReadAsync(buffer, _stopping.Token)) > 0)
            {
                if (isAnswer && IsLost(buffer.AsSpan(0, count)))
                    return;
                if (isAnswer && Delay is { Ticks: > 0 } delay)
                    await Task.Delay(delay, _stopping.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The other direction ended first.
        }
    }

    private bool IsLost(ReadOnlySpan<byte> answer)
    {
        if (Volatile.Read(ref _losing) is not { } losing)
            return false;
        foreach (var text in losing.Texts)
        {
            if (answer.IndexOf(text) >= 0 && Interlocked.CompareExchange(ref _losing, null, losing) == losing)
                return losing.Lost.TrySetResult();
        }

        return false;
    }

    private sealed record Losing(byte[][] Texts, TaskCompletionSource Lost);
}
