using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Tests.Silo.Ingestion.Simulation;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;
using AiContact = AccountTwins.Domain.Signals.AiContact;

namespace AccountTwins.Tests.Grains.Decisions.Simulation;

/// <summary>Agents, reviewers and a customer who changes their mind: each repeats until answered, and all that was answered is noted.</summary>
internal sealed class SimulatedAgents(SimulatedWorld world, SimulatedActivations account)
{
    private const int RequestsEach = 5;

    private readonly Dictionary<string, string> _ids = [];
    private int _signals;
    private int _changes;
    private bool _isUnwanted;

    /// <summary>What was answered against the rules, each a sentence.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Decision, and the verdict that was answered first.</summary>
    public Dictionary<string, VerdictKind> Answered { get; } = [];

    /// <summary>Entries that must be there because they were answered: kind and decision.</summary>
    public HashSet<(string Kind, string Decision)> Acknowledged { get; } = [];

    public Task[] Start(int agents) =>
    [
        On(CustomerAsync),
        .. Enumerable.Range(0, agents).Select(agent => On(() => AgentAsync(agent))),
    ];

    private Task On(Func<Task> life) => world.NewActor().Factory.StartNew(life).Unwrap();

    private async Task CustomerAsync()
    {
        for (var change = 0; change < 4; change++)
        {
            var contact = change % 2 == 0 ? AiContact.Allowed : AiContact.None;
            _isUnwanted = false;
            _changes++;
            var bundle = new SignalBundle
            {
                Bodies = [Signal.Of(new AccountUpdated { AiContact = contact }, world.Clock.GetUtcNow().AddSeconds(_signals), "/crm", $"c{_signals++}").Body],
            };
            await UntilAsync(() => account.CallAsync((_, twin) => twin.AcceptAsync(bundle), answer => answer.Standing), answer => answer.Standing == TwinStanding.Ready);
            _isUnwanted = contact == AiContact.None;
            for (var pause = world.Dice.Next(40); pause > 0; pause--)
                await world.LaterAsync();
        }
    }

    private async Task AgentAsync(int agent)
    {
        for (var number = 0; number < RequestsEach; number++)
        {
            var isRefund = world.Dice.Next(4) == 0;
            var ask = isRefund ? Ask($"a{agent}-{number}", "refund", world.Dice.Next(1, 40)) : Ask($"a{agent}-{number}", "grant_credit", world.Dice.Next(1, 4000) / 100m);
            var twin = world.Dice.Next(3) == 0 ? DecideAsync(ask) : null;
            var view = await DecideAsync(ask);
            if (twin is not null)
                await twin;
            if (view.DecisionId is not { } id)
                continue;
            if (view.State == DecisionState.Pending && isRefund)
                view = await ApprovedAsync(id);
            if (view.State == DecisionState.Permitted && world.Dice.Next(4) > 0)
                await ReportAsync(id, ask.Actions[0].Amount!.Value);
            else
                await DoAsync(session => session.ReadAsync(id, default));
        }
    }

    private async Task<DecisionView> DecideAsync(DecisionAsk ask)
    {
        while (true)
        {
            var (unwanted, changes) = (_isUnwanted, _changes);
            var reply = await TryAsync(session => session.DecideAsync(ask, default));
            if (reply?.View is not { } view)
                continue;
            if (view.DecisionId is not { } id)
                return view;
            if (_ids.TryAdd(ask.IdempotencyKey, id))
                Answered[id] = view.Verdict;
            else if (_ids[ask.IdempotencyKey] != id)
                Faults.Add($"{ask.IdempotencyKey} was answered with {_ids[ask.IdempotencyKey]} and with {id}.");
            if (unwanted && changes == _changes && !view.IsRepeat && view.Verdict <= VerdictKind.AllowWithObligations)
                Faults.Add($"{id} was allowed after the customer had said no.");
            return view;
        }
    }

    private async Task<DecisionView> ApprovedAsync(string id)
    {
        var reviewed = await DoAsync(session => session.ReviewAsync(Review(id, "ana", "lead", "accept"), default));
        if (reviewed.View?.State == DecisionState.Approved)
            Acknowledged.Add((AccountTwins.Domain.Decisions.Book.EntryKinds.Review, id));
        var used = await DoAsync(session => session.UseAsync(id, "agent-1", null, default));
        if (used.View?.State == DecisionState.Permitted)
            Acknowledged.Add((AccountTwins.Domain.Decisions.Book.EntryKinds.Permit, id));
        return used.View!;
    }

    private async Task ReportAsync(string id, decimal reserved)
    {
        var report = world.Dice.Next(3) switch
        {
            0 => Outcome(id, DecisionState.NotExecuted),
            1 => Outcome(id, DecisionState.Partly, decimal.Round(reserved / 2, 2)),
            _ => Outcome(id, DecisionState.Executed),
        };
        var reply = await DoAsync(session => session.OutcomeAsync(report, default));
        if (reply.View?.State == report.State)
            Acknowledged.Add((AccountTwins.Domain.Decisions.Book.EntryKinds.Outcome, id));
        else
            Faults.Add($"The outcome of {id} was answered with {reply.Refusal ?? reply.View?.State.ToString()}.");
    }

    private Task<DecisionReply> DoAsync(Func<DecisionSession, Task<DecisionReply>> call) =>
        UntilAsync(() => account.CallAsync((session, _) => call(session), reply => reply.Standing), reply => reply.Standing == TwinStanding.Ready);

    private async Task<DecisionReply?> TryAsync(Func<DecisionSession, Task<DecisionReply>> call)
    {
        try
        {
            return await account.CallAsync((session, _) => call(session), reply => reply.Standing);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T>> call, Func<T, bool> isAnswer)
    {
        while (true)
        {
            try
            {
                if (await call() is var answer && isAnswer(answer))
                    return answer;
            }
            catch (TimeoutException)
            {
                // Nobody knows whether it happened: it is asked again, as clients do.
            }
        }
    }
}
