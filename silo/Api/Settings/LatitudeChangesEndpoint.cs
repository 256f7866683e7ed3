using System.Text.Json;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>
/// <c>GET /v1/latitude-changes</c>: what happened to the scenarios' latitude, as the tenant's chain holds it. The number of the entry is the id,
/// so a reader that keeps the last one misses nothing and sees nothing twice.
/// </summary>
public static class LatitudeChangesEndpoint
{
    private const int LimitDefault = 50;
    private const int LimitMax = 200;

    /// <summary>Other entries stand between; one request reads at most so many, and says where it stopped.</summary>
    private const int EntriesMax = 4000;

    private const int EntriesAtOnce = 500;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/latitude-changes", ListAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Reader | KeyScopes.Reviewer)).WithName("listLatitudeChanges").WithSummary("What happened to the scenarios' latitude, with the numbers that did it.")
            .Query("after", "Only what came after this id: `next` of the answer before. Left out: the newest.", QueryForm.Number(0)).Query("limit", "Changes a page; default 50.", QueryForm.Number(1, LimitMax))
            .Answers<LatitudeChangesAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);

    private static async Task ListAsync(HttpContext context, ILedgerStore ledger)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["after", "limit"]);
        var (after, limit) = (query.Number("after", 0, long.MaxValue - 1), (int)(query.Number("limit", 1, LimitMax) ?? LimitDefault));
        if (query.Fault is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        var chain = LedgerSubject.OfTenant(context.Credential().Tenant);
        var answer = after is { } from
            ? await AfterAsync(ledger, chain, from, limit, context.RequestAborted)
            : await NewestAsync(ledger, chain, limit, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, answer, ApiJson.Default.LatitudeChangesAnswer);
    }

    private static async Task<LatitudeChangesAnswer> AfterAsync(ILedgerStore ledger, LedgerSubject chain, long after, int limit, CancellationToken cancellationToken)
    {
        var (changes, next) = (new List<LatitudeChangeView>(), after);
        for (var read = 0; read < EntriesMax; read += EntriesAtOnce)
        {
            var page = await ledger.ReadAsync(chain, next + 1, EntriesAtOnce, cancellationToken);
            foreach (var entry in page)
            {
                if (Of(entry) is { } change)
                {
                    if (changes.Count == limit)
                        return new LatitudeChangesAnswer { Changes = [.. changes], Next = next, HasMore = true };
                    changes.Add(change);
                }

                next = entry.Number;
            }

            if (page.Length < EntriesAtOnce)
                return new LatitudeChangesAnswer { Changes = [.. changes], Next = next };
        }

        return new LatitudeChangesAnswer { Changes = [.. changes], Next = next, HasMore = true };
    }

    private static async Task<LatitudeChangesAnswer> NewestAsync(ILedgerStore ledger, LedgerSubject chain, int limit, CancellationToken cancellationToken)
    {
        var end = (await ledger.ReadEndAsync(chain, cancellationToken))?.Number ?? 0;
        var changes = new List<LatitudeChangeView>();
        for (var before = end; before > 0 && changes.Count < limit && end - before < EntriesMax; before -= EntriesAtOnce)
        {
            var from = Math.Max(1, before - EntriesAtOnce + 1);
            var page = await ledger.ReadAsync(chain, from, (int)(before - from + 1), cancellationToken);
            changes.InsertRange(0, page.Select(Of).OfType<LatitudeChangeView>());
        }

        return new LatitudeChangesAnswer { Changes = [.. changes.TakeLast(limit)], Next = end };
    }

    private static LatitudeChangeView? Of(LedgerEntry entry)
    {
        if (entry.Kind != TenantEntry.ScenarioSetKind || TenantEntry.Read(entry.Kind, entry.Body) is not TenantEntry.ScenarioSet { Happened: { } change } set)
            return null;
        return new LatitudeChangeView
        {
            Id = entry.Number,
            At = change.At,
            Scenario = set.Scenario,
            Release = set.Release,
            Kind = LatitudeChangeKinds.Of(change),
            From = Word(change.From),
            To = Word(change.To),
            Cause = LatitudeCauses.CodeOf(change.Cause),
            By = change.By,
            Asked = change.Asked is { } asked ? Word(asked) : null,
            Offered = change.Offered is { } offered ? Word(offered) : null,
            Statistic = change.Statistic,
            Limit = change.Limit,
            Reviews = change.Reviews,
            EffectiveReviews = change.EffectiveReviews,
            Agreement = change.Agreement,
            Text = LatitudeChangeText.Of(change),
        };
    }

    private static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
