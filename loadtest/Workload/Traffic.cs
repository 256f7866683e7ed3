using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.LoadTest.Workload;

/// <summary>
/// Seeded traffic of many accounts: Zipf activity with one hot account, all signal families, and shares of repetitions, late,
/// disordered and malformed messages.
/// </summary>
public sealed class Traffic(WorkloadOptions options)
{
    public const string Tenant = DecodeRules.Default;
    public const string Source = "/loadtest";

    /// <summary>The account with the hot share.</summary>
    public static readonly AccountKey Hot = new(Tenant, "hot");

    /// <summary>An account may get repetitions while it expects at most so many signals: half of what a twin remembers.</summary>
    private const int RepeatedBelow = 64;

    private const int HeartbeatEvery = 5_000;

    public WorkloadOptions Options => options;

    /// <summary>The messages in the order they are sent. Each enumeration gives the same.</summary>
    public IEnumerable<Outgoing> Read()
    {
        var random = new Random(options.Seed);
        var zipf = new Zipf(options.Accounts, options.Skew);
        var lives = new Dictionary<int, AccountLife>();
        var repeats = new Queue<(int At, Outgoing Message)>();
        var span = TimeSpan.FromDays(options.Days);
        var malformed = 0;

        for (var index = 0; index < options.Signals; index++)
        {
            var rank = random.NextDouble() < options.HotShare ? -1 : zipf.Next(random);
            var account = AccountOf(rank);
            if (!lives.TryGetValue(rank, out var life))
                lives[rank] = life = new AccountLife(account.Account, rank + 1);
            var time = TimeOf(random, options.End - span + span * ((double)index / options.Signals));
            var signal = Signal.Of(life.Next(random, time), time, Source, $"{options.Seed}-{index}");
            var message = new Outgoing(OutgoingKind.Signal, signal.Family, account, SignalWriter.Structured(account, signal), signal);
            yield return message;

            if (random.NextDouble() < options.RepeatShare && MayRepeat(zipf, rank))
                repeats.Enqueue((index + random.Next(1, 8), message with { Kind = OutgoingKind.Repeat }));
            while (repeats.TryPeek(out var next) && next.At <= index)
                yield return repeats.Dequeue().Message;
            if (random.NextDouble() < options.MalformedShare)
            {
                var bytes = MalformedMessages.Make(malformed % MalformedMessages.Kinds, account, time, $"{options.Seed}-bad-{malformed}");
                yield return new Outgoing(OutgoingKind.Malformed, Family.Usage, account, bytes, null);
                malformed++;
            }

            if (index % HeartbeatEvery == HeartbeatEvery - 1)
                yield return new Outgoing(OutgoingKind.Heartbeat, Family.Crm, account, SignalWriter.Heartbeat(Tenant, Family.Crm, time, Source, $"{options.Seed}-beat-{index}"), null);
        }

        while (repeats.TryDequeue(out var left))
            yield return left.Message;
    }

    private static AccountKey AccountOf(int rank) => rank < 0 ? Hot : new AccountKey(Tenant, $"account-{rank:000000}");

    private bool MayRepeat(Zipf zipf, int rank) =>
        options.IsOrdered || (rank >= 0 && zipf.ShareOf(rank) * options.Signals * (1 - options.HotShare) <= RepeatedBelow);

    private DateTimeOffset TimeOf(Random random, DateTimeOffset regular)
    {
        var draw = random.NextDouble();
        if (draw < options.LateShare)
            return regular.AddSeconds(-random.Next(86_400, 400 * 86_400));
        return draw < options.LateShare + options.DisorderShare ? regular.AddSeconds(-random.Next(60, 7_200)) : regular;
    }
}
