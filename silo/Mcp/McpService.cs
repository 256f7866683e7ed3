using AccountTwins.Mcp;
using AccountTwins.Mcp.Doors;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AccountTwins.Silo.Mcp;

/// <summary>Runs one message through the SDK's server: a server and a transport for each, because nothing is kept between them.</summary>
public sealed class McpService(IServiceProvider services, McpMetrics metrics, TimeProvider clock, ILogger<McpService> logger)
{
    private readonly McpServerOptions options = TwinsMcp.Options(message => (ITwinsDoor)message.Items[McpEndpoint.Door]!, clock, logger, metrics.Called);

    /// <summary>The answer in the transport's frame, empty for what is not answered, and the message that came first in it.</summary>
    public async Task<(ReadOnlyMemory<byte> Events, JsonRpcMessage? First)> AnswerAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        var events = new MemoryStream();
        JsonRpcMessage? first = null;
        // The SDK would log what clients name, such as accounts; faults are logged where they happen.
        var transport = new StreamableHttpServerTransport { Stateless = true };
        await using (var server = McpServer.Create(transport, options, loggerFactory: null, services))
        {
            var running = server.RunAsync(cancellationToken);
            await using (transport)
                await transport.HandlePostRequestAsync(message, events, Starting, cancellationToken);
            // The transport has ended, and so the server's reading of it.
            await running;
        }

        return (events.GetBuffer().AsMemory(0, (int)events.Length), first);

        ValueTask Starting(JsonRpcMessage? starting)
        {
            first ??= starting;
            return ValueTask.CompletedTask;
        }
    }
}
