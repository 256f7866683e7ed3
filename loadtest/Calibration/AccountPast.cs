using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Risk;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Streams;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Silo.Sample;

namespace AccountTwins.LoadTest.Calibration;

/// <summary>
/// One account of a sample, replayed through the rules. What comes later only decides when the twin is looked at and what label a look
/// gets: the twin itself has been fed nothing but signals from before that moment.
/// </summary>
public sealed record AccountPast(
    IReadOnlyList<Moment> MonthEnds, IReadOnlyList<Decided> Decisions, IReadOnlyList<RiskFlag> Flags, IReadOnlyList<RenewalRecord> Renewals, DateTimeOffset? ChurnedAt)
{
    public static AccountPast Replay(AccountKey key, IReadOnlyList<SampleEvent> events, FeedStates feeds, DateTimeOffset end, TimeSpan tail)
    {
        List<(DateTimeOffset At, bool Churned)> decisions =
            [.. events.Where(happened => happened.Fact is ContractRenewed or OutcomeChurned).Select(happened => (happened.Time, happened.Fact is OutcomeChurned))];
        DateTimeOffset? churnedAt = decisions.Where(decision => decision.Churned).Select(decision => (DateTimeOffset?)decision.At).LastOrDefault();
        var monthEnds = EndsOfMonths(events[0].Time, end - tail);
        var looks = new SortedSet<DateTimeOffset>([.. monthEnds, .. decisions.SelectMany(decision => Decided.Days.Select(days => decision.At.AddDays(-days))), end]);

        var twin = AccountTwin.Empty(key);
        var flags = new SortedDictionary<int, RiskFlag>();
        var seen = new Dictionary<DateTimeOffset, Moment>();
        var next = 0;
        foreach (var at in looks)
        {
            var from = next;
            while (next < events.Count && events[next].Time < at)
                next++;
            StreamSignal[] batch = [.. Enumerable.Range(from, next - from).Select(index => new StreamSignal(index, SignalOf(events[index])))];
            twin = twin.Apply(1, twin.Positions[1], batch) is ApplyOutcome.Applied applied
                ? applied.Twin.Advance(at)
                : throw new InvalidOperationException($"The sample's signals of {key} cannot be applied.");
            foreach (var flag in twin.Risk.History.Append(twin.Risk.Open).OfType<RiskFlag>())
                flags[flag.Number] = flag;
            if (twin.LifecycleAt(at) is Lifecycle.Onboarding or Lifecycle.Active or Lifecycle.Renewing or Lifecycle.Cancelled)
                seen[at] = new Moment(at, HealthRules.Assess(twin, feeds, at), twin.Risk.Open) { ChurnedAt = churnedAt };
        }

        return new AccountPast(
            [.. monthEnds.Where(seen.ContainsKey).Select(at => seen[at])],
            [.. decisions.Select((decision, index) => new Decided(decision.At, decision.Churned, [.. Decided.Days.Select(days => Before(index, days))]))],
            [.. flags.Values],
            [.. RenewalsOf.Twin(twin, end)],
            churnedAt);

        Moment? Before(int index, int days)
        {
            var at = decisions[index].At.AddDays(-days);
            return index > 0 && at <= decisions[index - 1].At ? null : seen.GetValueOrDefault(at);
        }
    }

    private static Signal SignalOf(SampleEvent happened) => Signal.Of(happened.Fact, happened.Time, happened.Source, happened.Id);

    private static List<DateTimeOffset> EndsOfMonths(DateTimeOffset first, DateTimeOffset end)
    {
        var ends = new List<DateTimeOffset>();
        for (var at = new DateTimeOffset(first.Year, first.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1); at <= end; at = at.AddMonths(1))
            ends.Add(at);
        return ends;
    }
}
