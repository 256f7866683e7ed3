using System.Text.Json;
using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Chaos;

namespace AccountTwins.Tests.LoadTest.Chaos;

public sealed class ChaosReportTests
{
    [Fact]
    public void Faults_are_added_up_by_kind_and_audits_name_the_faults_before_them()
    {
        var tally = new ChaosTally();
        tally.Add(1, "kill", Took(1, 4));
        tally.Add(2, "freeze", Took(0, 1));
        tally.Add(Audit(lost: 0));
        tally.Add(3, "kill", Took(3, 6));
        tally.Add(4, "kill", Took(2, 5));
        tally.Add(Audit(lost: 2));

        Assert.Equal("3 kill, 4 kill", tally.Suspects);
        Assert.Equal(2, tally.Audits);
        Assert.Equal([new("freeze", 1, 0, 0, 0, 0, 1, 1), new KindResult("kill", 3, 2, 0, 2, 3, 5, 6)], tally.ByKind());
    }

    [Fact]
    public void A_report_is_clean_only_when_all_faults_went_through_and_the_audit_found_nothing()
    {
        Assert.True(Report(Audit(0), null).IsClean);
        Assert.False(Report(Audit(1), null).IsClean);
        Assert.False(Report(Audit(0), "fault 3 kill: it ended").IsClean);
        Assert.False(Report(null, null).IsClean);
        Assert.Contains("seed 9, fault 3 kill", Report(Audit(0), "fault 3 kill: it ended").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_for_the_history_says_what_it_was_measured_on()
    {
        using var json = JsonDocument.Parse(Report(Audit(0), null).ToJson());

        Assert.Equal("chaos", json.RootElement.GetProperty("run").GetString());
        Assert.Equal("sqlite", json.RootElement.GetProperty("store").GetString());
        foreach (var name in (string[])["engine", "processor", "cores", "commit", "seed", "lost", "doubled", "kinds", "skipped"])
            Assert.True(json.RootElement.TryGetProperty(name, out _), name);
    }

    private static Recovery Took(int answer, int caughtUp) => new(TimeSpan.FromSeconds(answer), TimeSpan.FromSeconds(caughtUp));

    private static ChaosReport Report(AuditReport? audit, string? failure) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Store = "sqlite",
        Seed = 9,
        Planned = 4,
        Took = TimeSpan.FromSeconds(30),
        Messages = 100,
        Audits = 2,
        Kinds = [new("kill", 4, 0, 0, 1, 2, 3, 4)],
        Skipped = new Dictionary<string, string>(),
        Audit = audit,
        Failure = failure,
    };

    private static AuditReport Audit(long lost) => new()
    {
        Twins = 5,
        Signals = 100,
        Lost = lost,
        Doubled = 0,
        Differences = [],
        DeadLettersExpected = 0,
        DeadLettersFound = 0,
        DeadLetterDifferences = [],
        IsOrderCompared = false,
    };
}
