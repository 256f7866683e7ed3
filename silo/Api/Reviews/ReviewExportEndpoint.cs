using System.Globalization;
using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.LongReading;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Reviews;

/// <summary>
/// <c>GET /v1/reviews/export</c>: the tenant's reviews as an evaluation set, a JSON value a line, by time. Read page by page while it is written, so
/// that its length costs no memory. A fault on the way breaks the connection: an export that ends is whole.
/// </summary>
public sealed partial class ReviewExportEndpoint
{
    private const int PageSize = 100;

    // Not plain reviewers: the lines tell what the first of two blind reviewers said.
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/reviews/export", ExportAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Reader | KeyScopes.Lead | KeyScopes.Executive)).WithName("exportReviews").WithSummary("Reviews as an evaluation set: JSON lines by time.")
            .Query("since", "RFC 3339; reviews from this moment on. Left out: all.", QueryForm.Moment)
            .Answers<ReviewExportLine>(mediaType: LongRead.ContentType).Fails(ReasonCodes.BadParameter, ReasonCodes.AuditRunning, ReasonCodes.SiloBusy, ReasonCodes.StoreUnavailable);

    private static async Task ExportAsync(HttpContext context, IReviewHistory reviews, ILedgerStore ledger, LongReads reads, ILogger<ReviewExportEndpoint> logger)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["since"]);
        var text = query.Text("since", 64);
        var since = DateTimeOffset.UnixEpoch;
        if (query.Fault is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
        }
        else if (text is not null && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since))
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, "The parameter 'since' must be a moment such as 2026-03-01T00:00:00Z.");
        }
        else
        {
            await reads.RunAsync(context, read => WriteAsync(read, reviews, ledger, since, logger));
        }
    }

    private static async Task WriteAsync(LongRead read, IReviewHistory reviews, ILedgerStore ledger, DateTimeOffset since, ILogger logger)
    {
        var page = await reviews.ReadAsync(read.Tenant, ReviewPlace.Before(since), PageSize, read.Ended);
        read.Begin();
        while (page.Length > 0)
        {
            foreach (var past in page)
            {
                if (await LineAsync(ledger, read.Tenant, past, logger, read.Ended) is { } line)
                    await read.WriteAsync(line, ApiJson.Default.ReviewExportLine);
            }

            if (page.Length < PageSize)
                return;
            page = await reviews.ReadAsync(read.Tenant, page[^1].Place, PageSize, read.Ended);
        }
    }

    /// <summary>Null for entries of a form that this release cannot read; the log names them.</summary>
    private static async Task<ReviewExportLine?> LineAsync(ILedgerStore ledger, string tenant, PastReview past, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            var number = LedgerJson.Read<ReviewEntry>(past.Body).Decision;
            if (await ledger.ReadAsync(new LedgerSubject(tenant, past.Account), number, 1, cancellationToken) is [{ Kind: EntryKinds.Decision } found] && found.Number == number)
                return ReviewExport.Of(past, found);
            LogLeftOut(logger, null, tenant, past.Account, past.Number);
        }
        catch (JsonException exception)
        {
            LogLeftOut(logger, exception, tenant, past.Account, past.Number);
        }

        return null;
    }

    [LoggerMessage(5030, LogLevel.Error, "Review {Number} of account {Account} of tenant {Tenant} cannot be read by this release, or its decision is not there: the export leaves it out.")]
    private static partial void LogLeftOut(ILogger logger, Exception? exception, string tenant, string account, long number);
}
