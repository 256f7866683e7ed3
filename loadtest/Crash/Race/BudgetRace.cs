using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using AccountTwins.Client;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.LoadTest.Crash.Asking;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Crash.Race;

/// <summary>
/// So many agents at once want a credit for the same account, whose budget covers a few; every other one that gets it gives it back, so that it is fought
/// for to the end. The silo is killed again and again while it answers; like careful agents they repeat what had no answer under its key until it has one.
/// Some ask twice at once under one key. Then answers and rows are audited.
/// </summary>
public sealed class BudgetRace(BudgetRaceOptions options)
{
    private const string Release = "race-1";

    /// <summary>Each so many requests have a double under their own key.</summary>
    private const int DoubleEvery = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly List<(DateTimeOffset At, int Waiting)> _kills = [];
    private readonly List<HttpClient> _lives = [];
    private volatile TaskCompletionSource<AccountTwinsClient> _service = NewLife();
    private volatile TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SiloProcess? _silo;
    private int _answered;
    private int _answeredBefore;
    private int _answersLost;
    private int _unanswered;

    public async Task<BudgetRaceReport> RunAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var topics = TopicPlan.ByFamily(1);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Within);
        using var broker = await BrokerProcess.StartAsync(topics, options.Folder);
        var setup = new SiloSetup { Folder = options.Folder, BootstrapServers = broker.BootstrapServers, Topics = topics, Database = options.Database };
        try
        {
            var service = await LiveAsync(setup, limit.Token);
            await PrepareAsync(service, limit.Token);
            var asking = Task.WhenAll(Requests().Select((asked, number) => AskAsync(asked, number, limit.Token)));
            // A request that fails ends the run with its reason, and so do answers that came too fast for another kill.
            for (var kill = 1; kill <= options.Kills && await Task.WhenAny(_killed.Task, asking) != asking; kill++)
            {
                _killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await LiveAsync(setup, limit.Token);
            }

            var all = await asking;
            var asked = await AskAudit.RunAsync(all, _unanswered, _faults, await _service.Task, options.Database, Stopwatch.GetElapsedTime(began), RacedBudget.Limits);
            var rows = await options.Database.LedgerAsync();
            return new BudgetRaceReport
            {
                Store = options.Database.Name,
                Requests = options.Requests,
                Kills = options.Kills,
                AtKills = [.. _kills.Select(kill => RaceKill.Of(kill.Waiting, rows, kill.At))],
                AnswersLost = _answersLost,
                Budget = RacedBudget.Limits.Amount,
                Took = Stopwatch.GetElapsedTime(began),
                Asked = asked,
            };
        }
        finally
        {
            _silo?.Dispose();
            _lives.ForEach(http => http.Dispose());
        }
    }

    /// <summary>Starts a silo and lets all who wait ask it.</summary>
    private async Task<AccountTwinsClient> LiveAsync(SiloSetup setup, CancellationToken cancellationToken)
    {
        _silo?.Dispose();
        _silo = SiloProcess.Start(setup);
        await _silo.AnswersAsync("/health/ready", cancellationToken);
        var http = AccountTwinsClient.Configure(new HttpClient { Timeout = options.Within }, _silo.Address, await _silo.KeyAsync(cancellationToken));
        _lives.Add(http);
        var service = new AccountTwinsClient(http);
        _answeredBefore = Volatile.Read(ref _answered);
        _service.SetResult(service);
        return service;
    }

    private static async Task PrepareAsync(AccountTwinsClient service, CancellationToken cancellationToken)
    {
        var account = AskedAccount.Name(0);
        Need(await service.Playbook.ApplyAsync(Encoding.UTF8.GetBytes(RacedBudget.Playbook), cancellationToken));
        Need(await service.Signals.PostAsync(AskedAccount.Signals(account, TimeProvider.System.GetUtcNow()), cancellationToken));
    }

    private IEnumerable<Asked> Requests()
    {
        var random = new Random(options.Seed);
        return Enumerable.Range(0, options.Requests).Select(number => new Asked(
            AskedAccount.Name(0), Release, string.Create(CultureInfo.InvariantCulture, $"race-{options.Seed}-{number}"), random.Next(RacedBudget.AmountMin, RacedBudget.AmountMax) / 100m)).ToArray();
    }

    private async Task<Asked> AskAsync(Asked asked, int number, CancellationToken cancellationToken)
    {
        var isDouble = number % DoubleEvery == 0;
        var other = isDouble ? AnswerAsync(Decide, cancellationToken) : null;
        var (view, tries) = await AnswerAsync(Decide, cancellationToken);
        if (!isDouble && view.IsRepeat)
        {
            Interlocked.Increment(ref _answersLost);
            if (tries == 1)
                _faults.Enqueue($"{asked.Key}: its first call was answered as a repeat");
        }

        asked = asked.Answered(view);
        KillAt(Interlocked.Increment(ref _answered));
        if (other is not null && (await other).View is var same && (same.DecisionId != asked.DecisionId || same.Verdict != asked.Verdict))
            _faults.Enqueue($"{asked.Key}: was asked twice at once and is {asked.DecisionId} {asked.Verdict} and {same.DecisionId} {same.Verdict}");

        return asked.IsAllowed ? await ReportAsync(asked, number % 2 == 0 ? DecisionState.Executed : DecisionState.NotExecuted, cancellationToken) : asked;

        Task<ApiResult<DecisionView>> Decide(AccountTwinsClient service) => service.Decisions.DecideAsync(asked.Account, asked.Body, cancellationToken);
    }

    private async Task<Asked> ReportAsync(Asked asked, DecisionState state, CancellationToken cancellationToken)
    {
        var body = new OutcomeBody { State = state };
        var (view, _) = await AnswerAsync(service => service.Decisions.OutcomeAsync(asked.DecisionId!, body, cancellationToken), cancellationToken);
        if (view.State != state)
            _faults.Enqueue($"{asked.DecisionId}: {state} was answered with {view.State}");
        return asked with { Reported = state };
    }

    /// <summary>
    /// The silo dies here and now, with all that it is about to answer: by turns at the first answer of a life, where the budget is being spent, and where the
    /// answers have come to the next share.
    /// </summary>
    private void KillAt(int answered)
    {
        lock (_kills)
        {
            var kill = _kills.Count + 1;
            var due = kill % 2 == 1 ? _answeredBefore + 1 : options.Requests * kill / (options.Kills + 1);
            if (kill > options.Kills || answered < due || !_service.Task.IsCompletedSuccessfully)
                return;
            _service = NewLife();
            _silo!.Kill();
            _kills.Add((TimeProvider.System.GetUtcNow(), options.Requests - Volatile.Read(ref _answered)));
            _killed.SetResult();
        }
    }

    /// <summary>The answer, and by which try it came.</summary>
    private async Task<(DecisionView View, int Tries)> AnswerAsync(Func<AccountTwinsClient, Task<ApiResult<DecisionView>>> call, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var service = await _service.Task.WaitAsync(cancellationToken);
            var result = await call(service);
            if (result.IsOk)
                return (result.Value, tries);
            if (!Askers.Passing.Contains(result.Problem.Code))
                throw Askers.Refused(result.Problem);
            Interlocked.Increment(ref _unanswered);
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static void Need<T>(ApiResult<T> result)
        where T : class
    {
        if (!result.IsOk)
            throw Askers.Refused(result.Problem);
    }

    private static TaskCompletionSource<AccountTwinsClient> NewLife() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
