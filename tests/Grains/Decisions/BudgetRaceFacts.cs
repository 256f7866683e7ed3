using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>
/// Two thousand requests at once against one budget of 100, over a store that is slow, loses answers and loses appends, while activations are
/// dropped with what they had on the way and the old ones live on as zombies.
/// </summary>
public sealed class BudgetRaceFacts
{
    private const int Requests = 2000;
    private const decimal Budget = 100;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Budget_is_never_overspent_and_no_answer_is_lost(int seed)
    {
        var bench = new SessionBench();
        var replies = await InTurnsAsync(() => RaceAsync(bench, new Random(seed)));

        LedgerOracle.Check(bench.Chain, bench.Policies);
        Assert.InRange(Permitted(bench.Chain), 1, Budget);
        Assert.Contains(replies, reply => reply.View?.Verdict == AccountTwins.Grains.Interfaces.Contracts.VerdictKind.RequireApproval);
        var recorded = bench.Chain.Where(entry => entry.Kind == EntryKinds.Decision).Select(entry => DecisionId.Of(entry.Number, entry.Hash, Key.Account).ToString()).ToHashSet();
        Assert.All(replies.Where(reply => reply.View is not null), reply => Assert.Contains(reply.View!.DecisionId!, recorded));
    }

    [Fact]
    public async Task Without_the_check_of_numbers_it_is_overspent()
    {
        var overspent = 0;
        for (var seed = 1; seed <= 10; seed++)
        {
            var bench = new SessionBench(checksNumbers: false);
            await InTurnsAsync(() => RaceAsync(bench, new Random(seed)));
            overspent += Permitted(bench.Chain) > Budget ? 1 : 0;
        }

        Assert.NotEqual(0, overspent);
    }

    private static async Task<DecisionReply[]> RaceAsync(SessionBench bench, Random random)
    {
        var session = await bench.KnownAsync();
        bench.Ledger.Around = async effect =>
        {
            for (var turns = random.Next(6); turns > 0; turns--)
                await Task.Yield();
            var trouble = random.Next(100);
            if (trouble < 5)
                return AppendResult.Unknown;
            var result = effect();
            return trouble < 12 ? AppendResult.Unknown : result;
        };
        var asked = new List<Task<DecisionReply>>(Requests);
        for (var number = 0; number < Requests; number++)
        {
            if (random.Next(150) == 0)
                session = bench.Activate().Session;
            asked.Add(session.DecideAsync(Ask($"k{number}", "grant_credit", random.Next(1, 4)), default));
            if (random.Next(8) == 0)
                await Task.Yield();
        }

        return await Task.WhenAll(asked);
    }

    private static decimal Permitted(IReadOnlyList<LedgerEntry> chain) => chain
        .Where(entry => entry.Kind == EntryKinds.Decision)
        .Select(entry => LedgerJson.Read<DecisionEntry>(entry.Body).Verdict)
        .Where(verdict => verdict.Kind <= AccountTwins.Domain.Decisions.VerdictKind.AllowWithObligations)
        .Sum(verdict => verdict.Actions.Sum(action => action.AmountInBase ?? 0));

    /// <summary>One turn at a time, as a grain has it: what goes on after an await waits for its turn.</summary>
    private static Task<T> InTurnsAsync<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();
}
