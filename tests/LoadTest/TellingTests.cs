using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;
using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Crash.Telling;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.Tests.LoadTest;

/// <summary>The audit of what was told is only worth something if it names what is wrong: faults are planted into what a real workload brings about.</summary>
public sealed class TellingTests
{
    private static readonly Lazy<World> Real = new(World.Make);

    private readonly List<LoggedChange> _rows = [.. Real.Value.Rows];
    private readonly List<TopicMessage> _topic = [.. Real.Value.Topic];
    private readonly List<StreamedChange> _stream = [.. Real.Value.Stream];

    [Fact]
    public void What_was_told_as_it_happened_has_no_fault()
    {
        Assert.True(_rows.Count > 100, $"{_rows.Count} changes");
        Assert.Empty(Faults());
    }

    [Fact]
    public void What_is_sent_again_as_it_was_is_no_fault()
    {
        _topic.AddRange(_topic.TakeLast(20).Select(message => message with { Offset = message.Offset + 1_000_000 }).ToList());
        _stream.AddRange(_stream.TakeLast(20).ToList());

        Assert.Empty(Faults());
    }

    [Fact]
    public void A_change_that_the_topic_never_got_is_named()
    {
        var lost = _rows[40];
        _topic.RemoveAll(message => Text(message).Contains(lost.Id));

        Assert.Equal([$"{lost.Kind} {lost.Id} of {lost.Account} (position {lost.Position}) is not in the topic"], Faults());
    }

    [Fact]
    public void An_id_that_comes_again_with_other_content_is_named()
    {
        var message = _topic[30];
        _topic.Add(message with { Offset = 1_000_000, Value = Encoding.UTF8.GetBytes(Text(message).Replace("\"time\":\"2", "\"time\":\"3")) });

        Assert.Contains("came again as something else", Assert.Single(Faults()));
    }

    [Fact]
    public void Two_changes_of_an_account_in_swapped_order_are_named()
    {
        var (first, second) = Neighbours(_topic);
        _topic[first] = Real.Value.Topic[second] with { Offset = Real.Value.Topic[first].Offset };
        _topic[second] = Real.Value.Topic[first] with { Offset = Real.Value.Topic[second].Offset };

        Assert.Contains("came first behind", Assert.Single(Faults()));
    }

    [Fact]
    public void A_change_that_is_in_the_topic_and_not_in_the_log_is_named()
    {
        _topic.Add(_topic[^1] with { Offset = 1_000_000, Value = Encoding.UTF8.GetBytes(Text(_topic[^1]).Replace("\"id\":\"chg_", "\"id\":\"chg_0")) });

        Assert.Contains("and not in the log", Assert.Single(Faults()));
    }

    [Fact]
    public void A_change_that_the_log_never_got_is_seen_from_the_twin_and_from_the_signals()
    {
        var index = _rows.FindIndex(row => row.Kind == ChangeKinds.FlagClosed);
        var lost = _rows[index];
        _rows.RemoveAt(index);
        Renumber();

        var faults = Faults();
        Assert.Contains(faults, fault => fault.StartsWith($"default/{lost.Account}: its flags are told as", StringComparison.Ordinal) || fault.Contains("its flags are told as"));
        Assert.Contains(faults, fault => fault.Contains($"and the signals say {lost.Kind} {lost.Id}") || fault.Contains(lost.Id));
    }

    [Fact]
    public void A_crossing_that_is_missing_is_seen_from_the_twin()
    {
        _rows.RemoveAt(_rows.FindIndex(row => row.Kind == ChangeKinds.BandCrossed));
        Renumber();

        Assert.Contains(Faults(), fault => fault.Contains("crossings are told of"));
    }

    [Fact]
    public void Gaps_and_rows_without_a_place_are_named()
    {
        _rows[^1] = _rows[^1] with { Position = null, Number = null };
        Assert.Contains(Telling.LogFaults(_rows), fault => fault.EndsWith("has no place", StringComparison.Ordinal));
        _rows.RemoveAt(5);

        Assert.Contains(Telling.LogFaults(_rows), fault => fault.StartsWith("the number of default 6 is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_stream_that_skips_tells_other_things_or_ends_early_is_named()
    {
        Assert.Contains("went from 9 to 11", Assert.Single(Telling.StreamFaults(_rows, "default", [.. _stream.Where(told => told.Sequence != 10)])));
        Assert.Contains("ended at", Assert.Single(Telling.StreamFaults(_rows, "default", _stream[..^3])));
        _stream[7] = _stream[7] with { Body = _stream[8].Body };
        Assert.Contains("something else than the log", Assert.Single(Telling.StreamFaults(_rows, "default", _stream)));
    }

    [Fact]
    public void A_decision_that_waits_and_was_not_told_is_named()
    {
        var decision = new LedgerRow("acme", 7, EntryKinds.Review, 0, LedgerJson.Write(new ReviewEntry { Decision = 3, Reviewer = "ana", IsBeforeSending = true, Verb = ReviewVerb.Accept, State = DecisionState.Approved }));
        var told = new LoggedChange(1, 1, "default", "acme", "chg_1", ChangeKinds.ReviewDone, Encoding.UTF8.GetBytes("""{"decisionId":"3-9f3c0a1b@acme"}"""));

        Assert.Empty(CausesTold.Faults("acme", [decision], [told]));
        Assert.Equal(["acme: review_done is told of the decisions [], and its chain has [3]"], CausesTold.Faults("acme", [decision], []));
        Assert.Single(CausesTold.Faults("acme", [decision], [told, told]));
        Assert.Single(CausesTold.Faults("acme", [], [told]));
    }

    private List<string> Faults()
    {
        var accounts = _rows.ToLookup(row => new AccountKey(row.Tenant, row.Account!));
        return
        [
            .. Telling.LogFaults(_rows), .. Telling.TopicFaults(_rows, _topic), .. Telling.StreamFaults(_rows, "default", _stream),
            .. Real.Value.Oracle.Keys.SelectMany(key => CausesTold.Faults(Real.Value.Oracle.TwinOf(key)!, [.. accounts[key]])
                .Concat(CausesTold.Faults(key, Real.Value.Oracle.ChangesOf(key), [.. accounts[key]]))),
        ];
    }

    private void Renumber()
    {
        for (var index = 0; index < _rows.Count; index++)
            _rows[index] = _rows[index] with { Position = index + 1, Number = index + 1 };
    }

    private static (int First, int Second) Neighbours(List<TopicMessage> topic) => topic.Index()
        .GroupBy(one => one.Item.Key).Where(group => group.Count() > 1).Select(group => (group.First().Index, group.ElementAt(1).Index)).First();

    private static string Text(TopicMessage message) => Encoding.UTF8.GetString(message.Value);

    /// <summary>A small workload, and what must come of it.</summary>
    private sealed record World(Oracle Oracle, IReadOnlyList<LoggedChange> Rows, IReadOnlyList<TopicMessage> Topic, IReadOnlyList<StreamedChange> Stream)
    {
        public static World Make()
        {
            var oracle = new Oracle();
            foreach (var message in new Traffic(new WorkloadOptions { Seed = 5, Signals = 10_000, Accounts = 40, IsOrdered = true, End = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) }).Read())
                oracle.Note(message);
            var changes = oracle.Keys.SelectMany(oracle.ChangesOf).ToList();
            var bodies = changes.Select((change, index) => ChangeEvent.Write(change, index + 1)).ToList();
            return new World(
                oracle,
                [.. changes.Select((change, index) => new LoggedChange(index + 1, index + 1, change.Tenant, change.Account, change.Id, change.Kind, change.Data))],
                [.. changes.Select((change, index) => new TopicMessage(0, index, $"{change.Tenant}/{change.Account}", bodies[index]))],
                [.. bodies.Select((body, index) => new StreamedChange(index + 1, body))]);
        }
    }
}
