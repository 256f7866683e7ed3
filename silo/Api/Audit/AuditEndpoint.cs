using System.Threading.Channels;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.LongReading;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Audit;

/// <summary>
/// <c>GET /v1/audit/verify</c>: computes every hash of the tenant's ledger again. One JSON value a line, because it may take minutes.
/// </summary>
public static class AuditEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/audit/verify", VerifyAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Reader)).WithName("verifyAudit").WithSummary("Proves the ledger: lines of progress, then a report.")
            .Answers<AuditLine>(mediaType: LongRead.ContentType).Fails(ReasonCodes.AuditRunning, ReasonCodes.SiloBusy, ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);

    private static async Task VerifyAsync(HttpContext context, ILedgerAudit ledger, LongReads reads)
    {
        if (await QueryParameters.AreNoneAsync(context))
            await reads.RunAsync(context, read => ReadAsync(context, read, ledger));
    }

    private static async Task ReadAsync(HttpContext context, LongRead read, ILedgerAudit ledger)
    {
        // Only the newest progress is of interest; a reader that is slow must not hold up the check.
        var progress = Channel.CreateBounded<LedgerAuditProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var check = CheckAsync(read, ledger, progress.Writer);
        try
        {
            await foreach (var done in progress.Reader.ReadAllAsync(read.Ended))
                await read.WriteAsync(AuditLines.Of(done), ApiJson.Default.AuditLine);
        }
        finally
        {
            // A caller that left ends the check too, but the next one may begin only when it has ended.
            await ((Task)check).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // The status can still tell that nothing was read.
        if (await check is { Kind: AuditLine.Failed, Code: { } code } && !context.Response.HasStarted)
            await Problem.WriteAsync(context, ReasonCodes.All[code]);
        else
            await read.WriteAsync(await check, ApiJson.Default.AuditLine);
    }

    private static async Task<AuditLine> CheckAsync(LongRead read, ILedgerAudit ledger, ChannelWriter<LedgerAuditProgress> progress)
    {
        try
        {
            return AuditLines.Of(await ledger.VerifyAsync(read.Tenant, new Reader(progress), read.Ended));
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

    private sealed class Reader(ChannelWriter<LedgerAuditProgress> lines) : IProgress<LedgerAuditProgress>
    {
        public void Report(LedgerAuditProgress value) => lines.TryWrite(value);
    }
}
