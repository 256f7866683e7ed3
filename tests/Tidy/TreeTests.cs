using System.Text.RegularExpressions;

namespace AccountTwins.Tests.Tidy;

/// <summary>Rules that hold for every file of a kind. A failure names file and line.</summary>
public sealed partial class TreeTests
{
    private const int LinesMax = 400;

    /// <summary>Where waiting is the subject: the one way to wait, these rules, and grains that leave their turn by an await.</summary>
    private static readonly string[] MayWait = ["tests/Support/", "tests/Tidy/", "tests/Conformance/TurnGrains.cs"];

    [Fact]
    public void The_source_has_no_switches_of_the_preprocessor()
    {
        Assert.Empty(Tree.Code([.. Tree.Product, "loadtest", "tests"]).SelectMany(file => file.Find(line => Switch().IsMatch(line))));
    }

    [Fact]
    public void No_file_names_a_place_of_somebodys_machine()
    {
        Assert.Empty(Tree.Files.SelectMany(file => file.Find(line => MachinePath().IsMatch(line))));
    }

    [Fact]
    public void Files_are_short_enough_to_read()
    {
        Assert.Empty(
            from file in Tree.Files
            where (file.Path.EndsWith(".cs", StringComparison.Ordinal) || file.Folder is "deploy") && !file.Path.Contains("/Golden/", StringComparison.Ordinal)
            let count = file.Lines.Count()
            where count > LinesMax
            select $"{file.Path} has {count} lines");
    }

    [Fact]
    public void The_product_reads_one_clock()
    {
        Assert.Empty(Tree.Code(Tree.Product).SelectMany(file => file.Find(line => OtherClock().IsMatch(line) || DelayWithoutClock().IsMatch(line))));
    }

    [Fact]
    public void Tests_wait_for_conditions_not_for_time()
    {
        Assert.Empty(Tree.Code("tests")
            .Where(file => !MayWait.Any(place => file.Path.StartsWith(place, StringComparison.Ordinal)))
            .SelectMany(file => file.Find(line => Wait().IsMatch(line))));
    }

    [Fact]
    public void Every_log_message_has_an_event_id_of_its_own()
    {
        var ids = from file in Tree.Code(Tree.Product)
                  from Match match in EventId().Matches(File.ReadAllText(file.FullPath))
                  group file.Path by match.Groups[1].Value into uses
                  where uses.Count() > 1
                  select $"event id {uses.Key} is used in {string.Join(" and ", uses)}";
        Assert.Empty(ids);
        Assert.Contains(Tree.Code(Tree.Product), file => EventId().IsMatch(File.ReadAllText(file.FullPath)));
    }

    [Fact]
    public void The_rules_catch_what_they_forbid()
    {
        Assert.All(["#if DEBUG", "  # endif"], line => Assert.Matches(Switch(), line));
        Assert.All(["see /" + "work/notes.md", "\"/" + "tmp/x\"", "cd /" + "root/.nuget"], line => Assert.Matches(MachinePath(), line));
        Assert.All(["${TMPDIR:-/tmp}/x", "https://example.com/work/x", "./work/x", "/tmp"], line => Assert.DoesNotMatch(MachinePath(), line));
        Assert.All(["DateTime.UtcNow", "DateTimeOffset.Now", "Thread.Sleep(1)"], line => Assert.Matches(OtherClock(), line));
        Assert.Matches(DelayWithoutClock(), "await Task.Delay(10, cancellationToken);");
        Assert.DoesNotMatch(DelayWithoutClock(), "await Task.Delay(pause, clock, cancellationToken);");
        Assert.Matches(Wait(), "await Task.Delay(1);");
    }

    [GeneratedRegex(@"^\s*#\s*(if|elif|else|endif|define)\b")]
    private static partial Regex Switch();

    // Folders of a home or a build machine; a path under a variable, as in ${TMPDIR:-/tmp}/x, is no such place.
    [GeneratedRegex(@"(?<![\w.\-/:])/(work|wt|root|home|Users|tmp)/[\w.\-]")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bThread\.Sleep\b")]
    private static partial Regex OtherClock();

    // Task.Delay(pause, clock, cancellationToken)
    [GeneratedRegex(@"\bTask\.Delay\((?![^;]*\b(_?clock|_?time|timeProvider|TimeProvider)\b)")]
    private static partial Regex DelayWithoutClock();

    [GeneratedRegex(@"\b(Thread\.Sleep|Task\.Delay)\(")]
    private static partial Regex Wait();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex EventId();
}
