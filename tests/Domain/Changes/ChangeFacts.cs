using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Risk;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Tests.Domain.Accounts;

namespace AccountTwins.Tests.Domain.Changes;

public class ChangeFacts
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Signal> _signals = [];

    [Fact]
    public void Silence_alone_crosses_bands_and_opens_a_flag()
    {
        Use(0, 100);
        var twin = TwinBench.Fed(_signals);
        Assert.Empty(twin.Changes.Items);

        var quiet = twin.Advance(Start.AddDays(130)).Changes.Items;

        var crossings = quiet.OfType<AccountChange.BandCrossed>().ToList();
        Assert.Equal((HealthBand.Healthy, HealthBand.Watch), (crossings[0].From, crossings[0].To));
        Assert.Equal(Enumerable.Range(1, crossings.Count), crossings.Select(crossed => crossed.Number));
        Assert.All(crossings.Zip(crossings.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal(RiskCause.LowHealth, Assert.Single(quiet.OfType<AccountChange.FlagOpened>()).Flag.Cause);
        Assert.Equal(quiet.OrderBy(change => change.At), quiet);
    }

    [Fact]
    public void A_flag_that_opens_and_closes_within_one_batch_is_told_twice()
    {
        Use(0, 100);
        Use(140, 175);

        var changes = TwinBench.Fed(_signals).Changes.Items;

        var (opened, closed) = (Assert.Single(changes.OfType<AccountChange.FlagOpened>()), Assert.Single(changes.OfType<AccountChange.FlagClosed>()));
        Assert.True(opened.At < closed.At);
        Assert.Equal((opened.Flag.Number, RiskEnd.Recovered), (closed.Flag.Number, closed.Flag.End));
    }

    [Fact]
    public void However_the_past_is_cut_and_swept_the_same_changes_have_the_same_ids()
    {
        Use(0, 100);
        Use(140, 175);
        Use(260, 300);
        Say(new OutcomeChurned(), 310);
        var whole = Ids(TwinBench.Fed(_signals));
        Assert.True(whole.Count > 5);

        List<string> pieces = [];
        var twin = TwinBench.Twin;
        for (var index = 0; index < _signals.Count; index++)
        {
            // The sweeper comes every day, before the signals of that day.
            var day = new DateTimeOffset(_signals[index].Stamp.Time.UtcDateTime.Date, TimeSpan.Zero);
            for (var swept = twin.Clock.AddDays(1); index > 0 && swept < day; swept = swept.AddDays(1))
                pieces.AddRange(Ids(twin = twin.Advance(swept) is var next && !ReferenceEquals(next, twin) ? next : Quiet(twin)));
            pieces.AddRange(Ids(twin = TwinBench.Fed(twin, index, [_signals[index]])));
        }

        Assert.Equal(whole, pieces);
        Assert.Equal(pieces.Count, pieces.Distinct().Count());
    }

    [Fact]
    public void Signals_that_come_again_announce_nothing()
    {
        Use(0, 100);
        Use(140, 175);
        var twin = TwinBench.Fed(_signals);
        var again = TwinBench.Fed(Quiet(twin), 0, _signals);

        Assert.Empty(again.Changes.Items);
    }

    [Fact]
    public void Two_accounts_and_two_tenants_never_share_an_id()
    {
        var change = new AccountChange.BandCrossed(1, HealthBand.Healthy, HealthBand.Watch, 600, Start);
        string[] ids = [.. new AccountKey[] { new("a", "b"), new("a", "c"), new("b", "b") }.Select(key => ChangeForm.Of(key, null, change).Id)];

        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^chg_[0-9a-f]{24}$", id));
    }

    [Fact]
    public void The_last_known_band_outlives_the_row_and_changes_do_not()
    {
        Use(0, 100);
        var twin = TwinBench.Fed(_signals).Advance(Start.AddDays(130));
        var stored = AccountTwinCodec.Unpack(TwinBench.Key, AccountTwinCodec.Pack(twin));

        Assert.Equal((twin.Risk.Band, twin.Risk.Crossings), (stored.Risk.Band, stored.Risk.Crossings));
        Assert.NotEqual(0, stored.Risk.Crossings);
        Assert.Empty(stored.Changes.Items);
        Assert.Equal(twin, stored);
    }

    private static AccountTwin Quiet(AccountTwin twin) => twin with { Changes = NewChanges.None };

    private static List<string> Ids(AccountTwin twin) => [.. twin.Changes.Items.Select(change => ChangeForm.Of(twin.Key, null, change).Id)];

    private void Use(int from, int to)
    {
        for (var day = from; day < to; day++)
            Say(new UsageActivity(Sessions: 40), day + 0.5);
    }

    private void Say(Fact fact, double day) => _signals.Add(Signal.Of(fact, Start.AddDays(day), "/source", $"s{_signals.Count}"));
}
