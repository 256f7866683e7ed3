using System.Text.Json;
using System.Threading.Channels;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Audit;

/// <summary>
/// <c>GET /v1/audit/verify</c>: computes every hash of the tenant's ledger again. One JSON value a line, because it may take minutes; one
/// check at a time on a silo, because it reads everything.
/// </summary>
public sealed class AuditEndpoint
{
    public const string ContentType = "application/x-ndjson";

    private readonly SemaphoreSlim _one = new(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoint = new AuditEndpoint();
        routes.MapGet("/v1/audit/verify", (HttpContext context, ILedgerAudit ledger) => endpoint.VerifyAsync(context, ledger))
            .RequireScopes(new RequiredScopes(KeyScopes.Reader)).WithName("verifyAudit").WithSummary("Proves the ledger: lines of progress, then a report.")
            .Answers<AuditLine>(mediaType: ContentType).Fails(ReasonCodes.AuditRunning, ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);
    }

    private async Task VerifyAsync(HttpContext context, ILedgerAudit ledger)
    {
        if (!await QueryParameters.AreNoneAsync(context))
            return;
        if (!await _one.WaitAsync(0, context.RequestAborted))
        {
            await Problem.WriteAsync(context, ReasonCodes.AuditRunning);
        }
        else
        {
            try
            {
                await ReadAsync(context, ledger);
            }
            finally
            {
                _one.Release();
            }
        }
    }

    private static async Task ReadAsync(HttpContext context, ILedgerAudit ledger)
    {
        // Only the newest progress is of interest; a reader that is slow must not hold up the check.
        var progress = Channel.CreateBounded<LedgerAuditProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var check = CheckAsync(context, ledger, progress.Writer);
        try
        {
            await foreach (var read in progress.Reader.ReadAllAsync(context.RequestAborted))
                await WriteAsync(context, AuditLines.Of(read));
        }
        finally
        {
            // A caller that left ends the check too, but the next one may begin only when it has ended.
            await ((Task)check).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await WriteAsync(context, await check);
    }

    private static async Task<AuditLine> CheckAsync(HttpContext context, ILedgerAudit ledger, ChannelWriter<LedgerAuditProgress> progress)
    {
        try
        {
            return AuditLines.Of(await ledger.VerifyAsync(context.Credential().Tenant, new Reader(progress), context.RequestAborted));
        }
        catch (StoreUnavailableException)
        {
            return AuditLines.Failed(ReasonCodes.StoreUnavailable);
        }
        finally
        {
            progress.TryComplete();
        }
    }

    private static async Task WriteAsync(HttpContext context, AuditLine line)
    {
        if (!context.Response.HasStarted)
        {
            // The status can still tell that nothing was read.
            if (line is { Kind: AuditLine.Failed, Code: { } code })
            {
                await Problem.WriteAsync(context, ReasonCodes.All[code]);
                return;
            }

            context.Response.ContentType = ContentType;
            context.Response.Headers.CacheControl = "no-store";
        }

        await context.Response.BodyWriter.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, ApiJson.Default.AuditLine), context.RequestAborted);
        await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
    }

    private sealed class Reader(ChannelWriter<LedgerAuditProgress> lines) : IProgress<LedgerAuditProgress>
    {
        public void Report(LedgerAuditProgress value) => lines.TryWrite(value);
    }
}
