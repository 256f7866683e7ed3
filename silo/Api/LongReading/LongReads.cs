using System.Collections.Concurrent;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Api.LongReading;

/// <summary>
/// Answers that read much and are written line by line. A tenant has one under way, and is refused a second by its own alone: no tenant learns when another
/// reads. Beyond so many on a silo callers wait in line, first come, first served. Who takes too long is cut off, and the place is the next one's.
/// </summary>
public sealed partial class LongReads(IOptions<LongReadOptions> options, TimeProvider clock, ILogger<LongReads> logger) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.Max);

    /// <summary>Tenants that read or wait in line; an entry goes with its request.</summary>
    private readonly ConcurrentDictionary<string, bool> _tenants = new(StringComparer.Ordinal);

    /// <summary>Answers the request by <paramref name="read"/>, or says why not now. A caller that is cut off sees the connection break: an answer that ends is whole.</summary>
    public async Task RunAsync(HttpContext context, Func<LongRead, Task> read)
    {
        var tenant = context.Credential().Tenant;
        if (!_tenants.TryAdd(tenant, true))
        {
            await Problem.WriteAsync(context, ReasonCodes.AuditRunning);
            return;
        }

        try
        {
            if (await HasPlaceAsync(context.RequestAborted))
                await ServeAsync(context, tenant, read);
            else
                await Problem.WriteAsync(context, ReasonCodes.SiloBusy);
        }
        finally
        {
            _tenants.TryRemove(tenant, out _);
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<bool> HasPlaceAsync(CancellationToken left)
    {
        using var late = new CancellationTokenSource(options.Value.WaitFor, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, left);
        try
        {
            await _places.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!left.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task ServeAsync(HttpContext context, string tenant, Func<LongRead, Task> read)
    {
        using var late = new CancellationTokenSource(options.Value.ReadFor, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.RequestAborted);
        try
        {
            await read(new LongRead(context, tenant, options.Value.SendWithin, clock, late, ended.Token));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            LogCutOff(context.Request.Path, tenant);
            context.Abort();
        }
        finally
        {
            _places.Release();
        }
    }

    [LoggerMessage(5031, LogLevel.Warning, "{Path} of tenant {Tenant} is cut off: its caller read too slowly, or it took too long.")]
    private partial void LogCutOff(PathString path, string tenant);
}
