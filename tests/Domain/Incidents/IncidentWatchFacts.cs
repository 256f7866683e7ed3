using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Incidents;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Streams;
using AccountTwins.Domain.Tenants;

namespace AccountTwins.Tests.Domain.Incidents;

/// <summary>When severe trouble at several accounts is an incident. Reports are written account@minutes before now.</summary>
public class IncidentWatchFacts
{
    private const string Export = "category:export";
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly IncidentRules Rules = new() { Accounts = 3 };

    [Theory]
    [InlineData("three accounts at once", "a@5 b@4 c@3", true)]
    [InlineData("two accounts", "a@5 b@4", false)]
    [InlineData("one account three times", "a@5 a@4 a@3 b@1", false)]
    [InlineData("spread over more than the window", "a@90 b@30 c@3", false)]
    [InlineData("all of them late", "a@70 b@69 c@68", false)]
    [InlineData("from the future", "a@5 b@4 c@-3", false)]
    [InlineData("before anything was remembered", "a@50000 b@50000 c@50000", false)]
    public void Distinct_accounts_in_a_window_make_an_incident(string story, string reports, bool isOpened)
    {
        Assert.Equal((story, isOpened), (story, Watch(reports).Look(Rules, TenantSettings.Empty, Now).Count > 0));
    }

    [Fact]
    public void An_incident_says_what_it_was_found_by()
    {
        var opened = Assert.IsType<TenantEntry.IncidentDeclared>(Assert.Single(Watch("b@4 a@5 c@3").Look(Rules, TenantSettings.Empty, Now)));

        Assert.Equal((Export, TenantSettings.Detection, Export), (opened.Name, opened.By, opened.Topic));
        Assert.Equal((3, 60), (opened.Evidence!.Accounts, opened.Evidence.WindowMinutes));
        Assert.Equal<string>(["a", "b", "c"], opened.Evidence.First);
    }

    [Fact]
    public void What_is_usual_is_no_incident()
    {
        // Every day of two weeks, forty-eight accounts: two an hour. Six in an hour are three times as many, five are not.
        var usual = string.Join(' ', Enumerable.Range(1, 14).SelectMany(day => Enumerable.Range(0, 48).Select(account => $"u{account}@{day * 1440}")));

        Assert.Empty(Watch($"{usual} a@5 b@4 c@3 d@2 e@1").Look(Rules, TenantSettings.Empty, Now));
        Assert.Single(Watch($"{usual} a@5 b@4 c@3 d@2 e@1 f@1").Look(Rules, TenantSettings.Empty, Now));
    }

    [Fact]
    public void It_ends_after_quiet_and_does_not_flicker()
    {
        var watch = Watch("a@5 b@4 c@3");
        var settings = After(TenantSettings.Empty, watch, Now);
        Assert.Single(settings.Incidents);
        // Open: another look finds nothing more to do, and one late report keeps it open.
        Assert.Empty(watch.Look(Rules, settings, Now.AddMinutes(1)));
        watch = watch.With(new Sighting(Export, "z", Now.AddMinutes(100)), Now.AddMinutes(100));
        Assert.Empty(watch.Look(Rules, settings, Now.AddMinutes(330)));

        settings = After(settings, watch, Now.AddMinutes(340));
        Assert.Equal((0, 1), (settings.Incidents.Count, settings.EndedIncidents.Count));
        Assert.Empty(watch.Look(Rules, settings, Now.AddMinutes(341)));

        // Again only by accounts that report it after the end.
        var later = Now.AddMinutes(400);
        foreach (var account in (string[])["a", "b", "c"])
            watch = watch.With(new Sighting(Export, account, later), later);
        Assert.Single(watch.Look(Rules, settings, later));
    }

    [Fact]
    public void What_a_person_closed_stays_closed_for_a_while_and_one_that_people_declared_ends_by_people_alone()
    {
        var watch = Watch("a@5 b@4 c@3");
        var closed = After(TenantSettings.Empty, watch, Now).With(new TenantEntry.IncidentEnded(Export, "ada", "a false alarm"), Now.AddMinutes(1));
        var soon = Now.AddMinutes(30);
        foreach (var account in (string[])["d", "e", "f"])
            watch = watch.With(new Sighting(Export, account, soon), soon);
        Assert.Empty(watch.Look(Rules, closed, soon));
        Assert.Single(watch.Look(Rules with { ReopenMinutes = 10 }, closed, soon));

        var declared = TenantSettings.Empty.With(new TenantEntry.IncidentDeclared("exports", "ada", "known", Export), Now.AddDays(-3));
        Assert.Empty(Watch("a@5 b@4 c@3").Look(Rules, declared, Now));
    }

    [Fact]
    public void Neither_order_nor_repetition_of_reports_matters()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var reports = Enumerable.Range(0, 60).Select(_ => new Sighting($"category:{random.Next(3)}", $"a{random.Next(12)}", Now.AddMinutes(-random.Next(40_000)))).ToArray();
            var shuffled = reports.Concat(reports).ToArray();
            random.Shuffle(shuffled);

            Assert.Equal((seed, Text(reports)), (seed, Text(shuffled)));
        }
    }

    [Fact]
    public void It_is_bounded_and_the_newest_accounts_stay()
    {
        var watch = IncidentWatch.Empty;
        for (var number = 0; number < WatchedTopic.AccountsMax + 50; number++)
            watch = watch.With(new Sighting(Export, $"a{number:0000}", Now.AddMinutes(-number)), Now);
        for (var number = 0; number < IncidentWatch.TopicsMax + 5; number++)
            watch = watch.With(new Sighting($"category:x{number}", "a", Now.AddHours(-1)), Now);

        Assert.Equal((IncidentWatch.TopicsMax, WatchedTopic.AccountsMax), (watch.Topics.Count, watch.Topics[Export].Accounts.Count()));
        Assert.Contains(watch.Topics[Export].Accounts, one => one.Key == "a0000");
        Assert.Empty(watch.At(Now.AddDays(40)).Topics);
    }

    [Fact]
    public void Which_accounts_stay_and_which_days_are_complete_does_not_hang_on_the_order()
    {
        var sightings = Enumerable.Range(0, WatchedTopic.AccountsMax + 50).Select(number => new Sighting(Export, $"a{number:0000}", Now.AddHours(-number))).ToArray();
        var shuffled = sightings.ToArray();
        new Random(7).Shuffle(shuffled);
        var topics = new[] { sightings, [.. sightings.Reverse()], shuffled }
            .Select(order => order.Aggregate(IncidentWatch.Empty, (watch, sighting) => watch.With(sighting, Now)).Topics[Export])
            .ToArray();

        Assert.Equal(DateOnly.FromDateTime(Now.AddHours(-WatchedTopic.AccountsMax).UtcDateTime).DayNumber, topics[0].FloorDay);
        Assert.Equal(Now, topics[0].Latest);
        Assert.All(topics, topic => Assert.Equal((topics[0].FloorDay, topics[0].Latest), (topic.FloorDay, topic.Latest)));
        Assert.All(topics, topic => Assert.Equal(sightings.Take(WatchedTopic.AccountsMax).Select(sighting => sighting.Account).Order(StringComparer.Ordinal), topic.Accounts.Select(one => one.Key)));
    }

    [Fact]
    public void A_twin_tells_of_severe_tickets_and_pulled_integrations_alone()
    {
        Fact[] facts =
        [
            new TicketOpened("T-1", Severity.Critical, "Export"), new TicketOpened("T-2", Severity.Normal, "login"), new TicketOpened("T-3", Severity.High),
            new IntegrationConnected("slack"), new IntegrationRemoved("crm"),
        ];
        var twin = Twin(facts);

        Assert.Equal([Export, "integration:crm"], Sighting.Of(twin, Now).Select(sighting => sighting.Topic));
        Assert.Empty(Sighting.Of(twin, Now.AddDays(60)));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("category:export", null, true)]
    [InlineData("category:login", null, false)]
    [InlineData("category:login", "Login", true)]
    [InlineData("integration:slack", null, true)]
    [InlineData("integration:teams", null, false)]
    [InlineData("product:ledger", null, true)]
    [InlineData("product:forecast", null, false)]
    [InlineData("something:new", null, true)]
    public void An_incident_concerns_who_has_to_do_with_it(string? topic, string? category, bool isConcerned)
    {
        var twin = Twin(
            new TicketOpened("T-1", Severity.Critical, "export"), new IntegrationConnected("slack"),
            new ContractSigned { Contract = "C", Arr = 1, Currency = "EUR", Start = new DateOnly(2026, 1, 1), End = new DateOnly(2026, 12, 31), Products = [new ContractProduct("ledger", null, null)] });

        Assert.Equal(isConcerned, IncidentTopic.Concerns(topic, twin, [category], Now));
    }

    private static AccountTwin Twin(params Fact[] facts)
    {
        StreamSignal[] signals = [.. facts.Select((fact, index) => new StreamSignal(index, Signal.Of(fact, Now.AddMinutes(index - 20), "/test", $"{index}")))];
        return ((ApplyOutcome.Applied)AccountTwin.Empty(new AccountKey("t", "a")).Apply(1, Positions.Nothing, signals)).Twin;
    }

    private static TenantSettings After(TenantSettings settings, IncidentWatch watch, DateTimeOffset now) =>
        watch.Look(Rules, settings, now).Aggregate(settings, (known, entry) => known.Refusal(entry) is null ? known.With(entry, now) : known);

    private static IncidentWatch Watch(string reports) => reports.Split(' ').Select(report => report.Split('@'))
        .Aggregate(IncidentWatch.Empty, (watch, report) => watch.With(new Sighting(Export, report[0], Now.AddMinutes(-int.Parse(report[1], System.Globalization.CultureInfo.InvariantCulture))), Now));

    private static string Text(IEnumerable<Sighting> reports)
    {
        var watch = reports.Aggregate(IncidentWatch.Empty, (known, report) => known.With(report, Now));
        return $"{watch.FirstDay} " + string.Join(' ', watch.Topics.SelectMany(topic => topic.Value.Accounts.Select(one => $"{topic.Key}/{one.Key}:{one.Value.Ticks}:{one.Value.Days:x}")));
    }
}
