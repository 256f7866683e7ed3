using System.Collections.Concurrent;
using AccountTwins.Client.Accounts;
using AccountTwins.Client.Agents;
using AccountTwins.Client.Hosting;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client.Agents;

/// <summary>A service of the test's own: answers what it is told to, and keeps what it was asked.</summary>
internal sealed class FakeTwins : IAccountTwins
{
    public ConcurrentQueue<(string Account, DecisionBody Body)> Asked { get; } = new();

    public ConcurrentQueue<(string Decision, OutcomeBody Outcome)> Outcomes { get; } = new();

    public Func<DecisionBody, CancellationToken, Task<ApiResult<DecisionView>>> Decide { get; set; } = (_, _) => Gone();

    public Func<ApiResult<DecisionView>> Read { get; set; } = () => Away();

    public Func<ApiResult<DecisionView>> Permit { get; set; } = () => Away();

    public Func<ApiResult<DecisionView>> Outcome { get; set; } = () => Away();

    public static ApiResult<DecisionView> Away(int status = 0, string code = ApiProblem.Unreachable) => ApiResult<DecisionView>.Failed(new ApiProblem { Code = code, Status = status });

    public static Task<ApiResult<DecisionView>> Gone() => Task.FromResult(Away());

    public void Answers(DecisionView view) => Decide = (_, _) => Task.FromResult(ApiResult<DecisionView>.Ok(view));

    public Task<ApiResult<DecisionView>> DecideAsync(string account, DecisionBody request, CancellationToken cancellationToken)
    {
        Asked.Enqueue((account, request));
        return Decide(request, cancellationToken);
    }

    public Task<ApiResult<DecisionView>> ReadDecisionAsync(string decision, int waitSeconds, string? claim, CancellationToken cancellationToken) => Task.FromResult(Read());

    public Task<ApiResult<DecisionView>> PermitAsync(string decision, string? claim, CancellationToken cancellationToken) => Task.FromResult(Permit());

    public Task<ApiResult<DecisionView>> OutcomeAsync(string decision, OutcomeBody outcome, CancellationToken cancellationToken)
    {
        Outcomes.Enqueue((decision, outcome));
        return Task.FromResult(Outcome());
    }

    public Task<ApiResult<ResolveAnswer>> ResolveAsync(string kind, string identifier, CancellationToken cancellationToken) =>
        Task.FromResult(ApiResult<ResolveAnswer>.Ok(new ResolveAnswer("acct-1", kind)));

    public Task<ApiResult<AccountView>> ReadAsync(string account, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiResult<AccountView>> ContextAsync(string account, ContextQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiResult<string>> PromptAsync(string account, ContextQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiResult<PortfolioAnswer>> FindAsync(PortfolioQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>An agent with a service, a clock and a folder of the test's own.</summary>
internal sealed class AgentHost : IAsyncDisposable
{
    public static readonly AgentAction Credit = AgentAction.Of("acct-1", "grant_credit", "billing", 40, "EUR");

    private readonly TemporaryFolder folder = new();

    public AgentHost(Action<AccountTwinsClientOptions>? configure = null)
    {
        configure += options => options.OutcomeFolder = folder.Path;
        Options = new AccountTwinsClientOptions { Release = "support-7" };
        configure(Options);
        Client = new AgentClient(Twins, Options, Clock);
    }

    public FakeClock Clock { get; } = new();

    public FakeTwins Twins { get; } = new();

    public AccountTwinsClientOptions Options { get; }

    public AgentClient Client { get; }

    /// <summary>Allowed for the next minute, as the service would answer it now.</summary>
    public DecisionView Allowed(params ObligationView[] obligations) => DecisionsEndpointTests.View() with
    {
        Verdict = obligations.Length == 0 ? VerdictKind.Allow : VerdictKind.AllowWithObligations,
        Next = NextStep.Proceed,
        State = DecisionState.Permitted,
        DecidedAt = Clock.GetUtcNow(),
        AnsweredAt = Clock.GetUtcNow(),
        ExpiresAt = Clock.GetUtcNow().AddMinutes(1),
        Asked = [new ActionAsk { Type = "grant_credit", Category = "billing", Amount = 40, Currency = "EUR" }],
        Actions = [new ActionVerdictView { Type = "grant_credit", Verdict = VerdictKind.Allow, Latitude = new LatitudeView { Effective = Latitude.Bounded }, Obligations = obligations }],
    };

    public DecisionView Stands(VerdictKind verdict, NextStep next, DecisionState state, bool enforced = true) =>
        Allowed() with { Verdict = verdict, Next = next, State = state, Enforced = enforced };

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        folder.Dispose();
    }
}
