using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Tenants;

namespace AccountTwins.Tests.Domain.Tenants;

public sealed class TenantSettingsFacts
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static TenantSettings Given(params TenantEntry[] entries) => entries.Aggregate(TenantSettings.Empty, (settings, entry) => settings.With(entry, Noon));

    [Fact]
    public void Same_change_twice_changes_nothing()
    {
        TenantEntry[] entries =
        [
            new TenantEntry.Created(7),
            new TenantEntry.PlaybookApplied("h", "1", "ann"),
            new TenantEntry.SwitchThrown(null, "grant_credit", "ann", "leak"),
            new TenantEntry.BreakerOpened("helper/7", "release_budget:grant_credit"),
            new TenantEntry.IncidentDeclared("outage", "ann", "down"),
            new TenantEntry.ScenarioSet("s", "r", Latitude.Supervised, "severe_error", 1, 1),
        ];
        var settings = Given(entries);

        Assert.All(entries, entry => Assert.Same(settings, settings.With(entry, Noon.AddDays(1))));
    }

    [Fact]
    public void Sampling_key_is_made_once_for_ever() => Assert.Equal(7UL, Given(new TenantEntry.Created(7), new TenantEntry.Created(8)).SamplingKey);

    [Fact]
    public void Older_word_of_a_scenario_changes_nothing()
    {
        var settings = Given(new TenantEntry.ScenarioSet("s", "r", Latitude.Supervised, "severe_error", 2, 1), new TenantEntry.ScenarioSet("s", "r", null, "start", 1, 0.05));

        Assert.Equal(Latitude.Supervised, settings.Find("s", "r")!.AtMost);
    }

    [Fact]
    public void New_release_of_a_tightened_scenario_starts_where_the_one_before_stands()
    {
        var settings = Given(
            new TenantEntry.ScenarioSet("s", "one", Latitude.Diagnostic, "severe_error", 1, 1),
            new TenantEntry.Counted([new ScenarioCount("s", "two", 10)], 0, 0));

        Assert.Equal(Latitude.Diagnostic, settings.Find("s", "two")!.AtMost);
        Assert.Equal(10, settings.Find("s", "two")!.Decisions);
    }

    [Fact]
    public void New_release_starts_at_the_lowest_step_of_those_used_lately_whichever_was_seen_last()
    {
        var settings = Given(
            new TenantEntry.ScenarioSet("s", "one", null, "start", 1, 1),
            new TenantEntry.Counted([new ScenarioCount("s", "canary", 10)], 0, 0),
            new TenantEntry.ScenarioSet("s", "one", Latitude.Diagnostic, "severe_error", 2, 1));
        TenantSettings CountedAt(int days) => settings
            .With(new TenantEntry.Counted([new ScenarioCount("s", "canary", 1)], 0, 0), Noon.AddDays(days))
            .With(new TenantEntry.Counted([new ScenarioCount("s", "two", 1)], 0, 0), Noon.AddDays(days));

        Assert.Null(settings.Find("s", "canary")!.AtMost);
        Assert.Equal(Latitude.Diagnostic, CountedAt(30).Find("s", "two")!.AtMost);
        Assert.Null(CountedAt(31).Find("s", "two")!.AtMost);
    }

    [Fact]
    public void Every_list_is_bounded_and_what_was_taken_is_forgotten_last()
    {
        var settings = Given(new TenantEntry.ScenarioSet("taken", "r", Latitude.Diagnostic, "severe_error", 1, 1));
        for (var number = 0; number < 3 * TenantSettings.ScenariosMax; number += 100)
            settings = settings.With(new TenantEntry.Counted([.. Enumerable.Range(number, 100).Select(one => new ScenarioCount($"s{one}", "r", 1))], 1, 1), Noon.AddMinutes(number));
        for (var number = 0; number < 2 * TenantSettings.SwitchesMax; number++)
        {
            settings = settings.With(new TenantEntry.SwitchThrown(null, $"a{number}", "ann", "why"), Noon);
            settings = settings.With(new TenantEntry.BreakerOpened($"r{number}", "why"), Noon);
            settings = settings.With(new TenantEntry.IncidentDeclared($"i{number}", "ann", "why"), Noon);
        }

        Assert.Equal(TenantSettings.ScenariosMax, settings.Scenarios.Count);
        Assert.NotNull(settings.Find("taken", "r"));
        Assert.Equal(TenantSettings.SwitchesMax, settings.Switches.Count);
        Assert.Equal(TenantSettings.IncidentsMax, settings.Incidents.Count);
        Assert.Equal("too_many_switches", settings.Refusal(new TenantEntry.SwitchThrown("x", null, "ann", "why")));
        Assert.Null(settings.Refusal(new TenantEntry.SwitchThrown(null, "a1", "ann", "why")));
    }

    [Fact]
    public void Entries_and_settings_survive_their_stored_form()
    {
        TenantEntry[] entries =
        [
            new TenantEntry.Created(ulong.MaxValue), new TenantEntry.SwitchThrown("smb", null, "ann", "why"),
            new TenantEntry.ScenarioSet("s", "r", Latitude.Bounded, "reset", 3, 0.25), new TenantEntry.Counted([new ScenarioCount("s", "q", 31)], 4, 5),
        ];
        var settings = Given([.. entries.Select(entry => TenantEntry.Read(TenantEntry.KindOf(entry), TenantEntry.Write(entry)))]);

        Assert.Equal(Given(entries), settings);
        Assert.Equal(settings, LedgerJson.Read<TenantSettings>(LedgerJson.Write(settings)));
    }

    [Fact]
    public void Volume_is_that_of_the_last_quarter()
    {
        var volume = TenantVolume.None;
        for (var day = 0; day < 400; day++)
            volume = volume.With(Noon.AddDays(day), 100, 10, 1);

        Assert.InRange(volume.Weeks.Count, 13, TenantVolume.WeeksMax);
        Assert.Equal(1024, volume.ReviewsPerQuarter(Noon.AddDays(400)));
        Assert.Equal(128, volume.OutcomesPerQuarter(Noon.AddDays(400)));
    }
}
