using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Decisions;

/// <summary>
/// <c>GET /v1/decisions/{id}/replay</c>: the verdict derived again from what was stored with it, compared byte for byte. Reads the ledger,
/// not the twin: it proves the record, also when the twin is long gone.
/// </summary>
public static class ReplayEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/decisions/{id}/replay", ReplayAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Reader)).WithName("replayDecision").WithSummary("Derives the stored verdict again, byte for byte.")
            .Answers<ReplayAnswer>().Fails(ReasonCodes.UnknownDecision, ReasonCodes.NotReplayable, ReasonCodes.StoreUnavailable);

    private static async Task ReplayAsync(HttpContext context, string id, ILedgerStore ledger, IPlaybookTexts playbooks)
    {
        var tenant = context.Credential().Tenant;
        if (await EntryAsync(tenant, id, ledger, context.RequestAborted) is not { } entry)
        {
            await Problem.WriteAsync(context, ReasonCodes.UnknownDecision);
            return;
        }

        try
        {
            var hash = DecisionReplay.PlaybookOf(entry);
            if (await playbooks.FindAsync(tenant, hash, context.RequestAborted) is not { } playbook)
            {
                await Problem.WriteAsync(context, ReasonCodes.NotReplayable, $"The playbook {hash} is not kept any more.");
                return;
            }

            var differs = DecisionReplay.Replay(entry, playbook) as ReplayResult.Differs;
            context.Response.Headers.CacheControl = "no-store";
            await JsonAnswer.WriteAsync(context, new ReplayAnswer
            {
                DecisionId = id,
                IsSame = differs is null,
                PlaybookHash = hash,
                DiffersAt = differs?.Path,
                Stored = differs?.Stored,
                Derived = differs?.Derived,
            }, ApiJson.Default.ReplayAnswer);
        }
        catch (JsonException)
        {
            await Problem.WriteAsync(context, ReasonCodes.NotReplayable, "The stored entry has a form that this release does not know.");
        }
    }

    private static async Task<LedgerEntry?> EntryAsync(string tenant, string id, ILedgerStore ledger, CancellationToken cancellationToken)
    {
        if (DecisionId.TryParse(id) is not { } parsed || !AccountKey.IsPart(parsed.Account))
            return null;
        var entries = await ledger.ReadAsync(new LedgerSubject(tenant, parsed.Account), parsed.Number, 1, cancellationToken);
        return entries is [{ } entry] && entry.Number == parsed.Number && parsed.IsOf(entry.Hash) && DecisionReplay.CanReplay(entry) ? entry : null;
    }
}
