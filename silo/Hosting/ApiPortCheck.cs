using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Hosting;

/// <summary>
/// Looks whether the HTTP port is free before anything is started: the server itself opens it last, when signals are already under way.
/// </summary>
internal sealed class ApiPortCheck(IOptions<ApiOptions> api) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (api.Value.Port == 0)
            return Task.CompletedTask;
        try
        {
            using var listener = new TcpListener(IPAddress.Parse(api.Value.Address), api.Value.Port);
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new StartRefusedException(error.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"Port {api.Value.Port} is taken by another program. Choose another: --port N (0 takes a free one)."
                : $"The HTTP interface cannot listen on {api.Value.Address}:{api.Value.Port}: {error.Message}.");
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
