using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Description;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;
using Microsoft.Net.Http.Headers;

namespace AccountTwins.Silo.Api.Signals;

/// <summary>
/// <c>POST /v1/signals</c>: one CloudEvent (structured or binary) or a batch. What is answered as accepted is durable; every signal has
/// an answer of its own, and repeating a request is safe.
/// </summary>
public static class SignalsEndpoint
{
    /// <summary>Signals in one request: one account's part is one write, and a write must stay small.</summary>
    public const int CountMax = 1000;

    /// <summary>Bytes of a body: eight times what a thousand ordinary signals need.</summary>
    public const int BodyBytesMax = 8 * 1024 * 1024;

    private const string Single = SignalEnvelope.MediaType;
    private const string Batch = "application/cloudevents-batch+json";
    private const string PlainJson = "application/json";

    private static readonly RequiredScopes Scopes = new(KeyScopes.Signals);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/signals", PostAsync)
            .RequireScopes(Scopes).WithName("postSignals").WithSummary("Sends one signal or up to 1,000; durable before it answers.")
            .Takes(Single, BodyForm.Event).Takes(Batch, BodyForm.Events)
            .Answers<SignalsAnswer>().Answers<SignalsAnswer>(StatusCodes.Status207MultiStatus)
            .Fails(ReasonCodes.BadParameter, ReasonCodes.AllRejected, ReasonCodes.BadRequest, ReasonCodes.TooManySignals, ReasonCodes.BodyTooLarge, ReasonCodes.UnsupportedMediaType, ReasonCodes.StoreUnavailable,
                ReasonCodes.OutboxFull, ReasonCodes.TwinUnreadable, ReasonCodes.StoreRefused);
        routes.MapPost("/v1/signals/validate", ValidateAsync)
            .RequireScopes(Scopes).WithName("validateSignals").WithSummary("Says what would become of signals, and takes none.")
            .Takes(Single, BodyForm.Event).Takes(Batch, BodyForm.Events)
            .Answers<SignalsAnswer>().Answers<SignalsAnswer>(StatusCodes.Status207MultiStatus)
            .Fails(ReasonCodes.BadParameter, ReasonCodes.AllRejected, ReasonCodes.BadRequest, ReasonCodes.TooManySignals, ReasonCodes.BodyTooLarge, ReasonCodes.UnsupportedMediaType);
    }

    private static async Task PostAsync(HttpContext context, ISignalReading reading, SignalIntake intake)
    {
        if (await EventsAsync(context, reading) is { } events)
            await AnswerAsync(context, await intake.TakeAsync(context.Credential().Tenant, events));
    }

    /// <summary>By the rules that every signal goes through when it is read; what a twin may still refuse (a future that is too far, a repeat) shows when it is sent.</summary>
    private static async Task ValidateAsync(HttpContext context, ISignalReading reading)
    {
        if (await EventsAsync(context, reading) is { } events)
            await AnswerAsync(context, [.. events.Select((read, index) => read is ReadEvent.Unusable unusable
                ? new SignalResult(index, SignalStatus.Rejected, unusable.Code, unusable.Message)
                : new SignalResult(index, SignalStatus.Accepted))]);
    }

    /// <summary>The request's events, or null after the problem has been written.</summary>
    private static async Task<List<ReadEvent>?> EventsAsync(HttpContext context, ISignalReading reading)
    {
        if (!await QueryParameters.AreNoneAsync(context))
            return null;
        using var body = await RequestBody.ReadAsync(context.Request, BodyBytesMax, context.RequestAborted);
        var (code, events) = body is null ? (ReasonCodes.BodyTooLarge, []) : Read(context.Request, body, reading, context.Credential().Tenant);
        if (code is null)
            return events;
        await Problem.WriteAsync(context, code);
        return null;
    }

    private static (ReasonCode? Code, List<ReadEvent> Events) Read(HttpRequest request, RequestBody body, ISignalReading reading, string tenant)
    {
        var events = new List<ReadEvent>();
        if (request.Headers.ContainsKey("ce-specversion"))
        {
            events.Add(reading.Binary(request.Headers, body.Bytes, tenant));
            return (null, events);
        }

        if (!string.IsNullOrEmpty(request.Headers.ContentEncoding) || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return (ReasonCodes.UnsupportedMediaType, events);

        var isArray = body.Bytes.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
        if (type.MediaType.Equals(Single, StringComparison.OrdinalIgnoreCase) || (type.MediaType.Equals(PlainJson, StringComparison.OrdinalIgnoreCase) && !isArray))
        {
            events.Add(reading.Structured(body.Bytes, tenant));
            return (null, events);
        }

        return type.MediaType.Equals(Batch, StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals(PlainJson, StringComparison.OrdinalIgnoreCase)
            ? (ReadBatch(body, reading, tenant, events), events)
            : (ReasonCodes.UnsupportedMediaType, events);
    }

    private static ReasonCode? ReadBatch(RequestBody body, ISignalReading reading, string tenant, List<ReadEvent> events)
    {
        var elements = new List<Range>();
        if (!BatchSplitter.TrySplit(body.Bytes, CountMax, elements))
            return ReasonCodes.BadRequest;
        if (elements.Count > CountMax)
            return ReasonCodes.TooManySignals;
        foreach (var element in elements)
            events.Add(reading.Structured(body.Bytes[element], tenant));
        return null;
    }

    private static Task AnswerAsync(HttpContext context, SignalResult[] results)
    {
        int accepted = 0, repeated = 0, rejected = 0;
        SignalResult? refused = null;
        foreach (var result in results)
        {
            accepted += result.Status == SignalStatus.Accepted ? 1 : 0;
            repeated += result.Status == SignalStatus.Repeated ? 1 : 0;
            rejected += result.Status == SignalStatus.Rejected ? 1 : 0;
            refused ??= result.Status == SignalStatus.Refused ? result : null;
        }

        if (refused is not null)
            return Problem.WriteAsync(context, ReasonCodes.All[refused.Code!], "Signals marked refused are not durable: send them again.", results: results);
        if (rejected > 0 && rejected == results.Length)
            return Problem.WriteAsync(context, ReasonCodes.AllRejected, results: results);

        context.Response.StatusCode = rejected == 0 ? StatusCodes.Status200OK : StatusCodes.Status207MultiStatus;
        var answer = new SignalsAnswer { Accepted = accepted, Repeated = repeated, Rejected = rejected, Results = results };
        return JsonAnswer.WriteAsync(context, answer, ApiJson.Default.SignalsAnswer);
    }
}
