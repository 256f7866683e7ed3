using System.Text.Json;
using AccountTwins.Client;
using AccountTwins.Client.Accounts;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Mcp.Doors;

namespace AccountTwins.Cli.Mcp;

/// <summary>The twins over HTTP, through the .NET client. No answer within the deadline is the problem <c>unreachable</c>: never a guess, never an old answer.</summary>
internal sealed class ClientDoor(AccountTwinsClient client, AgentBody agent, TimeProvider clock) : ITwinsDoor
{
    /// <summary>Beside what the service is asked to wait itself.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public AgentBody Agent => agent;

    public bool May(TwinsRoute route) => true;

    public Task<DoorAnswer> ResolveAsync(string kind, string identifier, CancellationToken cancellationToken) =>
        AskAsync(token => client.Accounts.ResolveAsync(kind, identifier, token), cancellationToken);

    public Task<DoorAnswer> AccountAsync(string account, CancellationToken cancellationToken) => AskAsync(token => client.Accounts.ReadAsync(account, token), cancellationToken);

    public Task<DoorAnswer> ContextAsync(string account, ContextAsk ask, CancellationToken cancellationToken) =>
        AskAsync(token => client.Accounts.ContextAsync(account, new ContextQuery { MaxStaleness = ask.MaxStaleness, Action = ask.Action }, token), cancellationToken);

    public Task<DoorAnswer> PromptAsync(string account, ContextAsk ask, CancellationToken cancellationToken) => AskAsync(
        token => client.Accounts.PromptAsync(account, new ContextQuery { MaxStaleness = ask.MaxStaleness, Action = ask.Action, Contact = ask.Contact }, token), cancellationToken);

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
        return AskAsync(token => client.Accounts.ListAsync(query, token), cancellationToken);
    }

    public Task<DoorAnswer> DecideAsync(string account, DecisionBody request, CancellationToken cancellationToken) =>
        AskAsync(token => client.Decisions.DecideAsync(account, request, token), cancellationToken);

    public Task<DoorAnswer> DecisionAsync(string decision, int waitSeconds, CancellationToken cancellationToken) =>
        AskAsync(token => client.Decisions.ReadAsync(decision, waitSeconds, token), cancellationToken, TimeSpan.FromSeconds(waitSeconds));

    public Task<DoorAnswer> PermitAsync(string decision, CancellationToken cancellationToken) => AskAsync(token => client.Decisions.PermitAsync(decision, token), cancellationToken);

    public Task<DoorAnswer> OutcomeAsync(string decision, OutcomeBody outcome, CancellationToken cancellationToken) =>
        AskAsync(token => client.Decisions.OutcomeAsync(decision, outcome, token), cancellationToken);

    private async Task<DoorAnswer> AskAsync<T>(Func<CancellationToken, Task<ApiResult<T>>> ask, CancellationToken cancellationToken, TimeSpan wait = default)
        where T : class
    {
        using var late = new CancellationTokenSource(Deadline + wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return Of(await ask(either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Of(new ApiProblem { Code = ApiProblem.Unreachable, Title = "The service gave no answer.", Detail = $"Not within {(Deadline + wait).TotalSeconds:0} s." });
        }
    }

    private static DoorAnswer Of<T>(ApiResult<T> result)
        where T : class
    {
        if (result.IsOk)
            return new DoorAnswer(200, result.Body);
        // What the service said goes on as it came; what was found out here has no body.
        return result.Problem.Status >= 400 && result.Problem.Code != ApiProblem.Unreadable && !result.Body.IsEmpty ? new DoorAnswer(result.Problem.Status, result.Body) : Of(result.Problem);
    }

    private static DoorAnswer Of(ApiProblem problem) => new(problem.Status >= 400 ? problem.Status : 0, JsonSerializer.SerializeToUtf8Bytes(problem, ClientJson.Default.ApiProblem));
}
