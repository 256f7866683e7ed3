using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AccountTwins.Client.Accounts;
using AccountTwins.Client.Agents.Outcomes;
using AccountTwins.Client.Hosting;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Mcp.Doors;

namespace AccountTwins.Client.Agents.Tools;

/// <summary>
/// The way of the tools to the twins through an agent's client: with its deadlines, one repeat, and outcomes that wait on disk. No answer is the
/// problem <c>unreachable</c>, and of a decision the client's own verdict with it: never a guess, never an old answer.
/// </summary>
internal sealed class AgentDoor(AgentClient client, AccountTwinsClientOptions options, Attempts attempts) : ITwinsDoor
{
    public AgentBody Agent { get; } = new() { Release = options.Release, Model = options.Model };

    /// <summary>Only the service knows.</summary>
    public bool May(TwinsRoute route) => true;

    public Task<DoorAnswer> ResolveAsync(string kind, string identifier, CancellationToken cancellationToken) =>
        AskAsync(options.ReadDeadline, each => client.Twins.ResolveAsync(kind, identifier, each), ClientJson.Default.ResolveAnswer, cancellationToken);

    public Task<DoorAnswer> AccountAsync(string account, CancellationToken cancellationToken) =>
        AskAsync(options.ReadDeadline, each => client.Twins.ReadAsync(account, each), ClientJson.Default.AccountView, cancellationToken);

    public Task<DoorAnswer> ContextAsync(string account, ContextAsk ask, CancellationToken cancellationToken) =>
        AskAsync(options.ReadDeadline, each => client.Twins.ContextAsync(account, QueryOf(ask), each), ClientJson.Default.AccountView, cancellationToken);

    public async Task<DoorAnswer> PromptAsync(string account, ContextAsk ask, CancellationToken cancellationToken)
    {
        var (result, _) = await attempts.TwiceAsync(options.ReadDeadline, each => client.Twins.PromptAsync(account, QueryOf(ask), each), cancellationToken).ConfigureAwait(false);
        return result.IsOk ? new DoorAnswer(200, Encoding.UTF8.GetBytes(result.Value)) : Of(result.Problem, result.Body);
    }

    public Task<DoorAnswer> FindAsync(FindAsk ask, CancellationToken cancellationToken)
    {
        var query = new PortfolioQuery
        {
            Text = ask.Text,
            Band = ask.Band,
            Segment = ask.Segment,
            Owner = ask.Owner,
            IsFlagged = ask.IsFlagged,
            RenewalBefore = ask.RenewalBefore,
            Sort = ask.Sort,
            Limit = ask.Limit,
            Cursor = ask.Cursor,
        };
        return AskAsync(options.ReadDeadline, each => client.Twins.FindAsync(query, each), ClientJson.Default.PortfolioAnswer, cancellationToken);
    }

    public async Task<DoorAnswer> DecideAsync(string account, DecisionBody request, CancellationToken cancellationToken) =>
        Of(await client.DecideAsync(account, request.Claim is null && !request.DryRun ? request with { Claim = client.ToolsClaim } : request, cancellationToken).ConfigureAwait(false));

    public async Task<DoorAnswer> DecisionAsync(string decision, int waitSeconds, string? claim, CancellationToken cancellationToken) =>
        Of(await client.ReadAsync(decision, TimeSpan.FromSeconds(waitSeconds), claim ?? client.ToolsClaim, cancellationToken).ConfigureAwait(false));

    public async Task<DoorAnswer> PermitAsync(string decision, string? claim, CancellationToken cancellationToken) =>
        Of(await client.UseAsync(decision, claim ?? client.ToolsClaim, cancellationToken).ConfigureAwait(false));

    public async Task<DoorAnswer> OutcomeAsync(string decision, OutcomeBody outcome, CancellationToken cancellationToken)
    {
        var receipt = await client.ReportAsync(decision, outcome, cancellationToken).ConfigureAwait(false);
        return receipt switch
        {
            { Delivery: OutcomeDelivery.Delivered, Decision: { } view } => new DoorAnswer(200, JsonSerializer.SerializeToUtf8Bytes(view, ClientJson.Default.DecisionView)),
            { Delivery: OutcomeDelivery.Queued } => Of(new ApiProblem
            {
                Code = "outcome_queued",
                Title = "The service does not answer; the report is kept here and goes out by itself. Do not report it again.",
                Detail = receipt.Problem?.Detail,
            }),
            _ => Of(receipt.Problem!),
        };
    }

    private async Task<DoorAnswer> AskAsync<T>(TimeSpan deadline, Func<CancellationToken, Task<ApiResult<T>>> ask, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var (result, _) = await attempts.TwiceAsync(deadline, ask, cancellationToken).ConfigureAwait(false);
        return Of(result, type);
    }

    private static DoorAnswer Of<T>(ApiResult<T> result, JsonTypeInfo<T> type)
        where T : class => result.IsOk
        ? new DoorAnswer(200, result.Body.IsEmpty ? JsonSerializer.SerializeToUtf8Bytes(result.Value, type) : result.Body)
        : Of(result.Problem, result.Body);

    /// <summary>Without a verdict that can be used, the client's own; else what the service said.</summary>
    private static DoorAnswer Of(Asked asked) => asked.Answer.Code == AnswerCodes.Unreachable
        ? new DoorAnswer(0, JsonSerializer.SerializeToUtf8Bytes(OwnVerdict.Of(asked.Answer), ClientJson.Default.OwnVerdict))
        : Of(asked.Result, ClientJson.Default.DecisionView);

    private static ContextQuery QueryOf(ContextAsk ask) => new() { MaxStaleness = ask.MaxStaleness, Contact = ask.Contact, Action = ask.Action };

    /// <summary>What the service said goes on as it came; what was found out here has no body.</summary>
    private static DoorAnswer Of(ApiProblem problem, ReadOnlyMemory<byte> body) =>
        problem.Status >= 400 && problem.Code != ApiProblem.Unreadable && !body.IsEmpty ? new DoorAnswer(problem.Status, body) : Of(problem);

    private static DoorAnswer Of(ApiProblem problem) => new(
        problem.Status >= 400 ? problem.Status : 0,
        JsonSerializer.SerializeToUtf8Bytes(problem with { Title = problem.Title ?? "The service refused it." }, ClientJson.Default.ApiProblem));
}
