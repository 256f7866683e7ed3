using System.Text.Json;
using AccountTwins.Domain.Playbooks.Simulation;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.LongReading;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage.Search;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>
/// <c>POST /v1/playbook/simulate</c>: judges every account of the tenant as it is stored, and the decisions of the last days, again by a file. Lines of
/// progress, then a report.
/// </summary>
public static class SimulateEndpoint
{
    private const int DaysMax = 366;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/playbook/simulate", (HttpContext context, ISettings settings, IAccountSearch search, ITwinStore twins, ILedgerStore ledger, IFeedBoard feeds, IPolicyBoard policies, LongReads reads, TimeProvider clock) =>
                RunAsync(context, settings, policies, reads, clock.GetUtcNow(), of => new PlaybookTrial(search, twins, ledger, feeds, of)))
            .RequireScopes(new RequiredScopes(KeyScopes.Reader | KeyScopes.Reviewer)).WithName("simulatePlaybook").WithSummary("Tries a file on all accounts and on the past: lines of progress, then a report.")
            .Query("days", "How far back decisions are judged again, 1 to 366; default 30.", QueryForm.Number(1, 366))
            .Takes(PlaybookEndpoint.MediaType, BodyForm.Playbook).Answers<SimulationLine>(mediaType: LongRead.ContentType)
            .Fails(ReasonCodes.BadPlaybook, ReasonCodes.BadParameter, ReasonCodes.BodyTooLarge, ReasonCodes.AuditRunning, ReasonCodes.SiloBusy, ReasonCodes.StoreUnavailable);

    private static async Task RunAsync(HttpContext context, ISettings settings, IPolicyBoard policies, LongReads reads, DateTimeOffset now, Func<TrialOf, PlaybookTrial> trial)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["days"]);
        var days = query.Number("days", 1, DaysMax) ?? 30;
        if (query.Fault is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        if (await PlaybookEndpoint.FileAsync(context) is not { } file || await PlaybookEndpoint.ReadAsync(context, file) is not { } after)
            return;
        var before = await PlaybookEndpoint.PlaybookInForceAsync(context, settings);
        var tenant = context.Credential().Tenant;
        if (await policies.EnsureAsync(tenant, context.RequestAborted) is not { } policy)
        {
            await Problem.WriteAsync(context, ReasonCodes.StoreUnavailable);
            return;
        }

        await reads.RunAsync(context, read => SimulateAsync(context, read, trial(new TrialOf(tenant, before, after, policy.Survival, now, now.AddDays(-days)))));
    }

    private static async Task SimulateAsync(HttpContext context, LongRead read, PlaybookTrial trial)
    {
        string? cursor = null;
        SimulationLine last;
        try
        {
            do
            {
                cursor = await trial.PageAsync(cursor, read.Ended);
                await read.WriteAsync(Line(AuditLine.Progress, trial.Report()), ApiJson.Default.SimulationLine);
            }
            while (cursor is not null);
            var done = trial.Report();
            last = Line(AuditLine.Report, done) with { Report = SimulationViews.Of(done) with { AccountsSkipped = trial.Skipped } };
        }
        catch (StoreUnavailableException) when (context.Response.HasStarted)
        {
            last = new SimulationLine { Kind = AuditLine.Failed, Code = ReasonCodes.StoreUnavailable.Code };
        }
        catch (JsonException)
        {
            last = new SimulationLine { Kind = AuditLine.Failed, Code = ReasonCodes.NotReplayable.Code };
        }

        await read.WriteAsync(last, ApiJson.Default.SimulationLine);
    }

    private static SimulationLine Line(string kind, SimulationReport report) => new() { Kind = kind, Accounts = report.Accounts, Decisions = report.Decisions };
}
