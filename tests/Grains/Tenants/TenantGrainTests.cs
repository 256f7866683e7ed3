using System.Text;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Incidents;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Silo.Policies;
using AccountTwins.Tests.Support;
using Latitude = AccountTwins.Domain.Latitudes.Latitude;

namespace AccountTwins.Tests.Grains.Tenants;

public sealed class TenantGrainTests : IAsyncLifetime
{
    private static readonly LedgerSubject Chain = LedgerSubject.OfTenant("acme");

    private TenantSilos silos = null!;

    public async Task InitializeAsync() => silos = await TenantSilos.StartAsync();

    public async Task DisposeAsync() => await silos.DisposeAsync();

    [Fact]
    public async Task What_was_answered_survives_a_restart_and_what_was_not_is_found_out()
    {
        await silos.Tenant.ThrowSwitch("smb", null, "ann", "why");
        silos.Ledger.After = _ => AppendResult.Unknown;
        Assert.Equal(TwinStanding.Ready, (await silos.Tenant.DeclareIncident("outage", "ann", "down")).Standing);
        silos.Ledger.After = null;
        silos.Ledger.Before = _ => AppendResult.Unknown;
        Assert.Equal(TwinStanding.StoreUnavailable, (await silos.Tenant.DeclareIncident("other", "ann", "down")).Standing);
        silos.Ledger.Before = null;

        await silos.RestartAsync(silos.Tenant);

        var settings = AccountTwins.Domain.Decisions.LedgerJson.Read<TenantSettings>((await silos.Tenant.Exchange(new TenantReport { Silo = "a", KnownVersion = 0 })).Settings);
        Assert.Equal("segment:smb", settings.Switches.Single().Name);
        Assert.Equal("outage", settings.Incidents.Single().Name);
    }

    [Fact]
    public async Task One_person_stops_everything_and_two_let_it_go_on()
    {
        async Task<ThrownSwitch?> Thrown() =>
            AccountTwins.Domain.Decisions.LedgerJson.Read<TenantSettings>((await silos.Tenant.Exchange(new TenantReport { Silo = "a", KnownVersion = 0 })).Settings).Switches.SingleOrDefault();
        await silos.Tenant.ThrowSwitch(null, null, "ann", "leak");

        await silos.Tenant.TakeBackSwitch("tenant", "ann", "mended");
        await silos.Tenant.TakeBackSwitch("tenant", "Ann", "mended");
        Assert.Equal("ann", (await Thrown())?.LiftBy);
        silos.Clock.Advance(TimeSpan.FromDays(ThrownSwitch.LiftDays));
        await silos.Tenant.TakeBackSwitch("tenant", "bo", "mended");
        Assert.Equal("bo", (await Thrown())?.LiftBy);
        await silos.Tenant.TakeBackSwitch("tenant", "ann", "mended");

        Assert.Null(await Thrown());
    }

    [Fact]
    public async Task An_incident_counts_once_when_it_opens_and_once_when_it_ends_and_the_board_knows_how_many_are_open()
    {
        using var counted = new CountedMeasurements(silos.Meters, IncidentMetrics.Changes);
        var board = silos.NewBoard("a");
        await board.EnsureAsync("acme", default);
        var word = new IncidentWord { Name = "category:export", By = TenantSettings.Detection, Reason = "5 accounts", Topic = "category:export" };

        await silos.Tenant.OpenIncident(word);
        await silos.Tenant.OpenIncident(word);
        await silos.Tenant.DeclareIncident("outage", "ann", "down");
        await board.TickAsync();
        Assert.Equal(2, board.OpenIncidents);

        await silos.Tenant.CloseIncident("category:export", "ann", "mended");
        await silos.Tenant.CloseIncident("category:export", "ann", "mended");
        await silos.Tenant.CloseIncident("outage", TenantSettings.Detection, "quiet");
        await board.TickAsync();

        Assert.Equal(0, board.OpenIncidents);
        Assert.Equal(
            ["kind=ended,by=person 1", "kind=ended,by=watch 1", "kind=opened,by=person 1", "kind=opened,by=watch 1"],
            counted.ByTags.Select(one => $"{one.Key} {one.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Refusals_change_nothing_and_say_why()
    {
        Assert.Equal("unknown_switch", (await silos.Tenant.TakeBackSwitch("tenant", "ann", "why")).Refusal);
        Assert.Equal("bad_switch", (await silos.Tenant.ThrowSwitch(null, null, "ann", " ")).Refusal);
        Assert.Equal("unknown_breaker", (await silos.Tenant.ResetBreaker("r", "ann", "why")).Refusal);
        Assert.Equal("unknown_incident", (await silos.Tenant.EndIncident("x", "ann")).Refusal);
        Assert.Empty(silos.Ledger.Entries(Chain));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Two_activations_of_one_chain_lose_and_double_nothing(int seed)
    {
        var random = new Random(seed);
        var ledger = new MemoryLedger();
        ChainState<TenantSettings> New() => new(Chain, ledger, TenantSettings.Empty, (settings, kind, at, body) => settings.With(TenantEntry.Read(kind, body), at));
        var activations = new[] { New(), New() };
        ledger.Before = _ => random.Next(5) == 0 ? AppendResult.Unknown : null;
        ledger.After = _ => random.Next(5) == 0 ? AppendResult.Unknown : null;
        var appended = 0;
        for (var round = 0; round < 300; round++)
        {
            if (random.Next(10) == 0)
                activations[random.Next(2)] = New();
            var entry = new TenantEntry.Counted([new ScenarioCount("s", "r", 1)], 1, 0);
            var end = await activations[random.Next(2)].ChangeAsync(settings => new("counted", DateTimeOffset.UnixEpoch, (ulong)random.NextInt64(1, long.MaxValue), TenantEntry.Write(entry), settings.With(entry, DateTimeOffset.UnixEpoch)), default);
            appended += end == AppendEnd.Appended ? 1 : 0;
        }

        var settings = await New().VerifiedAsync(default);
        Assert.Equal(ledger.Entries(Chain).Length, settings.Find("s", "r")!.Decisions);
        Assert.True(appended > 50 && appended <= settings.Find("s", "r")!.Decisions);
        Assert.Equal(settings, await activations[0].VerifiedAsync(default));
    }

    /// <summary>Stored forms: yesterday's entries must be read for ever.</summary>
    [Theory]
    [InlineData("created", """{"samplingKey":18446744073709551615,"schemaVersion":1}""")]
    [InlineData("playbook_applied", """{"hash":"9f","version":"7","by":"ann","schemaVersion":1}""")]
    [InlineData("switch_thrown", """{"segment":"smb","by":"ann","reason":"leak","schemaVersion":1}""")]
    [InlineData("switch_taken_back", """{"name":"segment:smb","by":"ann","reason":"fixed","schemaVersion":1}""")]
    [InlineData("breaker_opened", """{"release":"helper/7","cause":"release_budget:grant_credit","schemaVersion":1}""")]
    [InlineData("breaker_reset", """{"release":"helper/7","by":"ann","reason":"fixed","schemaVersion":1}""")]
    [InlineData("incident_declared", """{"name":"outage","by":"ann","reason":"down","schemaVersion":1}""")]
    [InlineData("incident_ended", """{"name":"outage","by":"ann","schemaVersion":1}""")]
    [InlineData("scenario_set", """{"scenario":"reply~other~mid","release":"helper/7","atMost":"supervised","cause":"severe_error","change":3,"auditProbability":0.25,"schemaVersion":1}""")]
    [InlineData("counted", """{"decisions":[{"scenario":"reply~other~mid","release":"helper/7","decisions":30}],"reviews":4,"outcomes":5,"schemaVersion":1}""")]
    public void Entries_of_a_tenant_keep_their_stored_form(string kind, string json)
    {
        var entry = TenantEntry.Read(kind, Encoding.UTF8.GetBytes(json));

        Assert.Equal((kind, json), (TenantEntry.KindOf(entry), Encoding.UTF8.GetString(TenantEntry.Write(entry))));
    }

    [Theory]
    [InlineData("announced", """{"release":"helper/7","change":3,"schemaVersion":1}""")]
    [InlineData("child_reviewed", """{"id":"d#9","scenario":"reply~other~mid","release":"helper/7","score":1,"probability":0.25,"daysUntilHalf":91,"schemaVersion":1}""")]
    public void Entries_of_a_scenario_keep_their_stored_form(string kind, string json)
    {
        var entry = ScenarioEntry.Read(kind, Encoding.UTF8.GetBytes(json));

        Assert.Equal((kind, json), (ScenarioEntry.KindOf(entry), Encoding.UTF8.GetString(ScenarioEntry.Write(entry))));
    }

    [Fact]
    public void Entries_with_rules_read_back_as_they_were()
    {
        var rules = LearningRules.For(LearningParameters.Default, Latitude.Bounded, 100, 100);
        ScenarioEntry[] entries =
        [
            new ScenarioEntry.Reviewed("a", "r", ObservedReview.Audit(new(ReviewVerb.Edit, EditKind.Tone, GoalFit.Against, Severity.Major, true), true, 0.25, true), rules),
            new ScenarioEntry.ReviewedTwice("a", "r", new(ReviewVerb.Accept), new(ReviewVerb.Reject), rules),
            new ScenarioEntry.OutcomeSeen("a", "r", true, rules),
            new ScenarioEntry.Borrowed("r", default(WeightedAgreement).With(1, 0.5), rules),
            new ScenarioEntry.Acted(null, ScenarioAct.Reset, Latitude.Full, "ann", "why", rules),
        ];

        Assert.All(entries, entry => Assert.Equal(entry, ScenarioEntry.Read(ScenarioEntry.KindOf(entry), ScenarioEntry.Write(entry))));
    }
}
