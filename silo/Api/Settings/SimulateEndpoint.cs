using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Playbooks.Simulation;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Audit;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage.Search;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>
/// <c>POST /v1/playbook/simulate</c>: judges the stored decisions of the last days again by a file, and each account as its newest one saw it.
/// An account that nothing was asked about is not looked at. Lines of progress, then a report; one at a time on a silo.
/// </summary>
public sealed class SimulateEndpoint
{
    private const int DaysMax = 366;
    private const int PageSize = 200;
    private const int EntriesAtOnce = 500;

    private readonly SemaphoreSlim _one = new(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoint = new SimulateEndpoint();
        routes.MapPost("/v1/playbook/simulate", (HttpContext context, ISettings settings, IAccountSearch search, ILedgerStore ledger, TimeProvider clock) =>
                endpoint.RunAsync(context, settings, search, ledger, clock))
            .RequireScopes(new RequiredScopes(KeyScopes.Reader | KeyScopes.Reviewer)).WithName("simulatePlaybook").WithSummary("Tries a file on the past: lines of progress, then a report.")
            .Query("days", "How far back, 1 to 366; default 30.")
            .Answers<SimulationLine>().Fails(ReasonCodes.BadPlaybook, ReasonCodes.BadParameter, ReasonCodes.BodyTooLarge, ReasonCodes.AuditRunning, ReasonCodes.StoreUnavailable);
    }

    private async Task RunAsync(HttpContext context, ISettings settings, IAccountSearch search, ILedgerStore ledger, TimeProvider clock)
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
        if (!await _one.WaitAsync(0, context.RequestAborted))
        {
            await Problem.WriteAsync(context, ReasonCodes.AuditRunning);
            return;
        }

        try
        {
            var now = clock.GetUtcNow();
            await SimulateAsync(context, search, ledger, new PlaybookSimulation(before, after, now), now.AddDays(-days));
        }
        finally
        {
            _one.Release();
        }
    }

    private static async Task SimulateAsync(HttpContext context, IAccountSearch search, ILedgerStore ledger, PlaybookSimulation simulation, DateTimeOffset since)
    {
        var tenant = context.Credential().Tenant;
        var cursor = (string?)null;
        var page = await search.FindAsync(new AccountQuery { Tenant = tenant, PageSize = PageSize }, context.RequestAborted);
        context.Response.ContentType = AuditEndpoint.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        SimulationLine last;
        try
        {
            while (true)
            {
                foreach (var row in page.Rows)
                    await AccountAsync(ledger, new LedgerSubject(tenant, row.Key.Account), simulation, since, context.RequestAborted);
                var report = simulation.Report();
                await WriteAsync(context, new SimulationLine { Kind = AuditLine.Progress, Accounts = report.Accounts, Decisions = report.Decisions });
                if ((cursor = page.Next) is null)
                    break;
                page = await search.FindAsync(new AccountQuery { Tenant = tenant, PageSize = PageSize, Cursor = cursor }, context.RequestAborted);
            }

            var done = simulation.Report();
            last = new SimulationLine { Kind = AuditLine.Report, Accounts = done.Accounts, Decisions = done.Decisions, Report = SimulationViews.Of(done) };
        }
        catch (StoreUnavailableException)
        {
            last = new SimulationLine { Kind = AuditLine.Failed, Code = ReasonCodes.StoreUnavailable.Code };
        }
        catch (JsonException)
        {
            last = new SimulationLine { Kind = AuditLine.Failed, Code = ReasonCodes.NotReplayable.Code };
        }

        await WriteAsync(context, last);
    }

    private static async Task AccountAsync(ILedgerStore ledger, LedgerSubject subject, PlaybookSimulation simulation, DateTimeOffset since, CancellationToken cancellationToken)
    {
        DecisionEntry? newest = null;
        LedgerEntry[] entries;
        long from = 1;
        do
        {
            entries = await ledger.ReadAsync(subject, from, EntriesAtOnce, cancellationToken);
            foreach (var entry in entries.Where(entry => entry.Kind == EntryKinds.Decision && entry.At >= since))
            {
                newest = LedgerJson.Read<DecisionEntry>(entry.Body);
                simulation.Judge(new StoredDecision(subject.Name, entry.Number, newest));
            }

            from += entries.Length;
        }
        while (entries.Length == EntriesAtOnce);

        if (newest is not null)
            simulation.Probe(new SimulatedAccount(subject.Name, newest.Input.Account));
    }

    private static async Task WriteAsync(HttpContext context, SimulationLine line)
    {
        await context.Response.BodyWriter.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, ApiJson.Default.SimulationLine), context.RequestAborted);
        await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
    }
}
