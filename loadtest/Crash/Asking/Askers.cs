using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using AccountTwins.Client;
using AccountTwins.Client.Decisions;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Crash.Asking;

/// <summary>
/// Agents that ask for credits over HTTP, several for one account at once, while the silo dies and comes back. Like a careful agent each
/// repeats a request under its key until it is answered, and keeps what was answered.
/// </summary>
internal sealed class Askers(int count, int seed, TimeProvider clock) : IDisposable
{
    /// <summary>Requests before the next account: some more than its day's budget covers.</summary>
    private const int RequestsPerAccount = 10;

    /// <summary>A silo that dies takes its slices of a release's hourly budget with it, so each release is used for a while only.</summary>
    private const int AccountsPerRelease = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>What passes when the silo is back, or has settled.</summary>
    internal static readonly string[] Passing = ["unreachable", "store_unavailable", "account_busy", "draining"];

    private readonly ConcurrentBag<Asked> _asked = [];
    private readonly ConcurrentDictionary<int, Lazy<Task<string>>> _accounts = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly List<HttpClient> _lives = [];
    private SiloProcess? _silo;
    private AccountTwinsClient? _service;
    private int _requests;
    private int _unanswered;

    public IReadOnlyCollection<Asked> All => _asked;

    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Calls that got no answer and were made again.</summary>
    public int Unanswered => _unanswered;

    /// <summary>The silo that is asked from now on.</summary>
    public void Meet(SiloProcess silo)
    {
        lock (_lives)
            (_silo, _service) = (silo, null);
    }

    /// <summary>The service of the present life; null until its key is known. What came before is left to its calls and disposed of with the rest.</summary>
    public AccountTwinsClient? Service
    {
        get
        {
            lock (_lives)
            {
                if (_service is not null || _silo is not { Key: { } key } silo)
                    return _service;
                var http = AccountTwinsClient.Configure(new HttpClient { Timeout = TimeSpan.FromSeconds(30) }, silo.Address, key);
                _lives.Add(http);
                return _service = new AccountTwinsClient(http);
            }
        }
    }

    public void Dispose()
    {
        lock (_lives)
            _lives.ForEach(http => http.Dispose());
    }

    /// <summary>Ends with the cancellation, each agent after the answer that it waits for.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(agent => AskAsync(agent, cancellationToken)));

    private async Task AskAsync(int agent, CancellationToken cancellationToken)
    {
        var random = new Random(seed + agent);
        var mine = new List<Asked>();
        try
        {
            var playbook = Encoding.UTF8.GetBytes(AskedAccount.Playbook);
            await AnswerAsync(service => service.Playbook.ApplyAsync(playbook, cancellationToken), cancellationToken);
            for (var number = 0; ; number++)
            {
                var place = Interlocked.Increment(ref _requests) / RequestsPerAccount;
                var account = await AccountAsync(place, cancellationToken);
                var release = string.Create(CultureInfo.InvariantCulture, $"crash-{place / AccountsPerRelease}");
                var asked = new Asked(account, release, string.Create(CultureInfo.InvariantCulture, $"{seed}-{agent}-{number}"), random.Next(500, 4500) / 100m);
                asked = asked.Answered(await AnswerAsync(service => service.Decisions.DecideAsync(account, asked.Body, cancellationToken), cancellationToken));
                if (asked.IsAllowed && random.Next(3) is > 0 and var end)
                    asked = await ReportAsync(asked, end == 1 ? DecisionState.Executed : DecisionState.NotExecuted, cancellationToken);
                mine.Add(asked);
                _asked.Add(asked);
                var before = mine[random.Next(mine.Count)];
                Look(before, await AnswerAsync(service => service.Decisions.DecideAsync(before.Account, before.Body, cancellationToken), cancellationToken));
                await Task.Delay(Pause, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is under way was not answered, so nothing is claimed of it.
        }
    }

    private void Look(Asked before, DecisionView again)
    {
        if (before.FaultOf(again) is { } fault)
            _faults.Enqueue(fault);
    }

    private async Task<Asked> ReportAsync(Asked asked, DecisionState state, CancellationToken cancellationToken)
    {
        var body = new OutcomeBody { State = state };
        var view = await AnswerAsync(service => service.Decisions.OutcomeAsync(asked.DecisionId!, body, cancellationToken), cancellationToken);
        if (view.State != state)
            _faults.Enqueue($"{asked.DecisionId}: {state} was answered with {view.State}");
        return asked with { Reported = state };
    }

    /// <summary>An account that is durable; its signals are sent again until they are.</summary>
    /// <summary>For what no repeat would change.</summary>
    internal static InvalidOperationException Refused(ApiProblem problem) => new($"The silo answered {problem.Status} {problem.Code}: {problem.Detail}");

    private Task<string> AccountAsync(int number, CancellationToken cancellationToken) => _accounts.GetOrAdd(number, _ => new(async () =>
    {
        var (account, now) = (AskedAccount.Name(number), clock.GetUtcNow());
        await AnswerAsync(service => service.Signals.PostAsync(AskedAccount.Signals(account, now), cancellationToken), cancellationToken);
        return account;
    })).Value;

    private async Task<T> AnswerAsync<T>(Func<AccountTwinsClient, Task<ApiResult<T>>> call, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Service is { } service)
            {
                var result = await call(service);
                if (result.IsOk)
                    return result.Value;
                if (!Passing.Contains(result.Problem.Code))
                    throw Refused(result.Problem);
                Interlocked.Increment(ref _unanswered);
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
