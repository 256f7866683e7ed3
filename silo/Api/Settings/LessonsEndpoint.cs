using System.Globalization;
using System.Text.Json;
using AccountTwins.Domain.Learning.Lessons;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Decisions;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Learning;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>What reviewers' reasons teach agents: a person approves each, in words of their own where they like, and takes it back.</summary>
public static class LessonsEndpoint
{
    private const int ReasonMax = 1000;

    /// <summary>Not plain reviewers: a proposal tells what the first of two blind reviewers said.</summary>
    private static readonly RequiredScopes Readers = new(KeyScopes.Reader | KeyScopes.Lead | KeyScopes.Executive);

    private static readonly RequiredScopes Leaders = new(KeyScopes.Lead | KeyScopes.Executive);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/lessons", ListAsync)
            .RequireScopes(Readers).WithName("listLessons").WithSummary("What reviews teach: proposed, approved, and the last that were declined or retired.")
            .Query("state", "Of this state alone.", QueryForm.OneOf("proposed", "approved", "declined", "retired")).Query("scenario", "Of one scenario.").Query("account", "Of one account.", QueryForm.Text(128))
            .Answers<LessonsAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);
        Act(routes, "approve", "Shows a lesson to agents, in these words or the reviewer's.");
        Act(routes, "decline", "Shows it to nobody.");
        Act(routes, "retire", "Takes an approved one back.");
    }

    private static void Act(IEndpointRouteBuilder routes, string act, string summary) =>
        routes.MapPost($"/v1/lessons/{{id}}/{act}", (HttpContext context, string id, ILessons lessons) => ActAsync(context, id, act, lessons))
            .RequireScopes(Leaders).WithName(act + "Lesson").WithSummary(summary)
            .Takes<LessonBody>().Answers<LessonView>().Fails([.. SettingsAnswer.Usual, ReasonCodes.BadLesson, ReasonCodes.UnknownLesson, ReasonCodes.LessonDecided]);

    private static async Task ListAsync(HttpContext context, ILessons lessons)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["state", "scenario", "account"]);
        var (state, scenario, account) = (query.OneOf("state", ["proposed", "approved", "declined", "retired"]), query.Text("scenario"), query.Text("account", 128));
        if (query.Fault is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        var book = await lessons.ReadAsync(context.Credential().Tenant);
        var found = book.Lessons.Where(one => (state is null || Word(one.State) == state) && (scenario is null || one.Scenario == scenario) && (account is null || one.Account == account));
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, new LessonsAnswer { Lessons = [.. found.Select(Of)] }, ApiJson.Default.LessonsAnswer);
    }

    private static async Task ActAsync(HttpContext context, string id, string act, ILessons lessons)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.LessonBody) is not { } body)
            return;
        if (FaultOf(act, body) is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadLesson, fault);
            return;
        }

        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            await Problem.WriteAsync(context, ReasonCodes.UnknownLesson);
            return;
        }

        var (tenant, by) = (context.Credential().Tenant, context.Credential().Name);
        var ask = new LessonAsk { Id = number, Act = act, By = by, Text = body.Text, IsForAccount = body.Reach == "account", Reason = body.Reason };
        if (await DecisionAnswer.AskAsync(context, () => lessons.DecideAsync(tenant, ask, context.RequestAborted)) is not { } reply
            || !await SettingsAnswer.IsDoneAsync(context, reply.Standing, reply.Refusal))
        {
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        if ((await lessons.ReadAsync(tenant)).Find(number) is { } lesson)
            await JsonAnswer.WriteAsync(context, Of(lesson), ApiJson.Default.LessonView);
        else
            await Problem.WriteAsync(context, ReasonCodes.UnknownLesson);
    }

    private static string? FaultOf(string act, LessonBody body)
    {
        var isApproval = act == "approve";
        if (body.Text is { } text && (!isApproval || LessonDraft.TextOf(text).Length == 0 || text.Length > Lesson.TextMax))
            return $"text: 1 to {Lesson.TextMax} characters, with approve alone.";
        if (body.Reach is { } reach && (!isApproval || reach is not ("scenario" or "account")))
            return "reach: scenario or account, with approve alone.";
        if (body.Reason?.Length > ReasonMax || (isApproval && body.Reason is not null) || (act == "retire" && string.IsNullOrWhiteSpace(body.Reason)))
            return $"reason: at most {ReasonMax} characters, with decline, and always with retire.";
        return null;
    }

    private static LessonView Of(Lesson lesson) => new()
    {
        Id = lesson.Id,
        State = Word(lesson.State),
        Scenario = lesson.Scenario,
        Action = lesson.Action,
        Account = lesson.Account,
        DecisionId = lesson.Decision,
        Release = lesson.Release,
        Fault = lesson.Fault,
        Text = lesson.Text,
        Author = lesson.Author,
        ReviewedAt = lesson.ReviewedAt,
        Reach = lesson.Reach == LessonReach.Unspecified ? null : Word(lesson.Reach),
        DecidedBy = lesson.DecidedBy,
        DecidedAt = lesson.DecidedAt,
        Why = lesson.Why,
    };

    private static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
