using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Incidents;

namespace AccountTwins.Tests.Silo.Incidents;

public sealed class SightingQueueTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly SightingQueue _queue = new(TimeProvider.System);

    [Fact]
    public void One_line_an_account_topic_and_day_with_its_latest_moment()
    {
        Tell("acme", Note("a", Noon), Note("a", Noon.AddHours(2)), Note("a", Noon.AddHours(1)), Note("a", Noon.AddDays(1)), Note("b", Noon));

        Assert.Equal(
            [("a", Noon.AddHours(2)), ("a", Noon.AddDays(1)), ("b", Noon)],
            _queue.Take("acme")!.Sightings.Select(note => (note.Account, note.At)));
        Assert.Null(_queue.Take("acme"));
    }

    [Fact]
    public void A_report_is_bounded_takes_what_was_told_first_and_comes_back_where_it_was_not_taken()
    {
        Tell("acme", [.. Enumerable.Range(0, SightingReport.SightingsMax + 1).Select(number => Note($"a{number}", Noon))]);

        var first = _queue.Take("acme")!;
        Assert.Equal((SightingReport.SightingsMax, "a0"), (first.Sightings.Length, first.Sightings[0].Account));
        _queue.Return("acme", first);
        Assert.Equal(["a1000", "a0", "a1"], _queue.Take("acme")!.Sightings.Take(3).Select(note => note.Account));
        Assert.Equal("a999", Assert.Single(_queue.Take("acme")!.Sightings).Account);
    }

    [Fact]
    public void Full_it_drops_what_is_new_and_counts_it_and_has_room_again_when_something_was_taken()
    {
        Tell("acme", [.. Enumerable.Range(0, SightingQueue.LinesMax + 3).Select(number => Note($"a{number}", Noon))]);
        Assert.Equal(3, _queue.Dropped);

        Tell("acme", Note("a7", Noon.AddMinutes(1)));
        Assert.Equal(3, _queue.Dropped);
        Assert.Equal(Noon.AddMinutes(1), _queue.Take("acme")!.Sightings[7].At);
        Tell("globex", Note("g", Noon));
        Assert.Equal("g", Assert.Single(_queue.Take("globex")!.Sightings).Account);
    }

    [Fact]
    public void Tenants_are_bounded_and_one_too_many_takes_nobodys_room()
    {
        for (var number = 0; number <= SightingQueue.TenantsMax; number++)
            Tell($"t{number}", Note("a", Noon));

        Assert.Equal(SightingQueue.TenantsMax, _queue.Tenants.Length);
        Assert.Equal(1, _queue.Dropped);
        Assert.Null(_queue.Take($"t{SightingQueue.TenantsMax}"));
        Assert.NotNull(_queue.Take("t0"));
    }

    private void Tell(string tenant, params SightingNote[] notes) => _queue.Return(tenant, new SightingReport { Sightings = notes });

    private static SightingNote Note(string account, DateTimeOffset at) => new() { Account = account, Topic = "category:export", At = at };
}
