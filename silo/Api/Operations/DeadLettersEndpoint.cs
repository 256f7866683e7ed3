using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Operations;

/// <summary><c>/v1/dead-letters</c>: what could not be used, and sending it again once the cause is gone.</summary>
public static class DeadLettersEndpoint
{
    private const int LimitMax = 200;
    private const int ReplayedMax = 500;

    private static readonly RequiredScopes Scopes = new(KeyScopes.Ops);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/dead-letters", ListAsync)
            .RequireScopes(Scopes).WithName("listDeadLetters").WithSummary("The tenant's dead letters: where they came from, and why.")
            .Query("from", "Default: newest.", QueryForm.OneOf("newest", "oldest")).Query("limit", "Letters a page; default 50.", QueryForm.Number(1, LimitMax))
            .Query("cursor", "`next` of the page before; with from=oldest.", QueryForm.Text(8_000))
            .Query("reason", "Of this code alone.").Query("topic", "From this topic alone.", QueryForm.Text(249)).Query("stage", "Of this stage alone.")
            .Answers<DeadLettersAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.CursorInvalid, ReasonCodes.KafkaUnavailable);
        routes.MapPost("/v1/dead-letters/replay", ReplayAsync)
            .RequireScopes(Scopes).WithName("replayDeadLetters").WithSummary("Sends letters to the topics they came from; one that counted already counts no second time.")
            .Takes<ReplayLettersBody>().Answers<ReplayLettersAnswer>().Fails(ReasonCodes.BadRequest, ReasonCodes.KafkaUnavailable);
    }

    private static async Task ListAsync(HttpContext context, IDeadLetterBox box)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["from", "limit", "cursor", "reason", "topic", "stage"]);
        var isOldestFirst = query.OneOf("from", ["newest", "oldest"]) == "oldest";
        var cursor = query.Text("cursor", 8_000);
        var ask = new DeadLetterQuery(
            context.Credential().Tenant, (int)(query.Number("limit", 1, LimitMax) ?? 50), isOldestFirst, CursorOf(cursor), query.Text("reason"), query.Text("topic", 249), query.Text("stage"));
        if (query.Fault is { } fault)
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
        else if (cursor is not null && (ask.Cursor is null || !isOldestFirst))
            await Problem.WriteAsync(context, ReasonCodes.CursorInvalid);
        else
            await AskAsync(context, () => box.ListAsync(ask, context.RequestAborted), answer => JsonAnswer.WriteAsync(context, answer, ApiJson.Default.DeadLettersAnswer));
    }

    private static async Task ReplayAsync(HttpContext context, IDeadLetterBox box)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.ReplayLettersBody) is not { } body)
            return;
        var letters = body.Letters.Select(DeadLetterId.TryParse).OfType<DeadLetterId>().ToArray();
        if (letters.Length is 0 or > ReplayedMax || letters.Length != body.Letters.Length)
            await Problem.WriteAsync(context, ReasonCodes.BadRequest, $"letters: 1 to {ReplayedMax} ids, each partition:offset.");
        else
            await AskAsync(context, () => box.ReplayAsync(context.Credential().Tenant, letters, context.RequestAborted), answer => JsonAnswer.WriteAsync(context, answer, ApiJson.Default.ReplayLettersAnswer));
    }

    private static async Task AskAsync<T>(HttpContext context, Func<Task<T>> ask, Func<T, Task> write)
    {
        context.Response.Headers.CacheControl = "no-store";
        T answer;
        try
        {
            answer = await ask();
        }
        catch (LogAwayException)
        {
            await Problem.WriteAsync(context, ReasonCodes.KafkaUnavailable);
            return;
        }

        await write(answer);
    }

    // 0:120,1:33
    private static Dictionary<int, long>? CursorOf(string? text)
    {
        var places = text?.Split(',').Select(DeadLetterId.TryParse).ToArray();
        return places is null || places.Any(place => place is null) || places.DistinctBy(place => place!.Value.Partition).Count() != places.Length
            ? null
            : places.ToDictionary(place => place!.Value.Partition, place => place!.Value.Offset);
    }
}
