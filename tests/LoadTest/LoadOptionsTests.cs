using AccountTwins.LoadTest;
using AccountTwins.LoadTest.Load;
using AccountTwins.LoadTest.Load.Scenarios;

namespace AccountTwins.Tests.LoadTest;

/// <summary>A misspelt option would change what is measured: everything that cannot be meant is refused.</summary>
public sealed class LoadOptionsTests
{
    [Fact]
    public void Without_arguments_all_short_scenarios_run_on_sqlite()
    {
        var options = Read();

        Assert.Equal(Scenario.All.Where(scenario => !scenario.IsLong), options.Scenarios);
        Assert.Equal((1, null, null, null, false), (options.Seed, options.Accounts, options.Postgres, options.ReportFile, options.IsBrief));
    }

    [Fact]
    public void Scenarios_run_in_their_own_order_however_they_are_named()
    {
        var options = Read("--scenario", "growth", "--scenario", "ingest-hot", "--seed", "9", "--accounts", "500", "--report", "page.html");

        Assert.Equal(["ingest-hot", "growth"], options.Scenarios.Select(scenario => scenario.Name));
        Assert.Equal((9, 500, "page.html"), (options.Seed, options.Accounts, options.ReportFile));
    }

    [Fact]
    public void Long_runs_everything()
    {
        Assert.Equal(Scenario.All, Read("--long").Scenarios);
    }

    [Theory]
    [InlineData("There is no scenario 'ingest'", "--scenario", "ingest")]
    [InlineData("There is no option --scenarios", "--scenarios", "growth")]
    [InlineData("--accounts takes a number from 100", "--accounts", "99")]
    [InlineData("--accounts takes a whole number, not 'many'", "--accounts", "many")]
    [InlineData("--seed takes a whole number, not '1.5'", "--seed", "1.5")]
    [InlineData("--report takes the name of a file", "--report")]
    [InlineData("--long runs all scenarios", "--long", "--scenario", "growth")]
    [InlineData("'growth' is no option", "growth")]
    public void What_cannot_be_meant_is_refused(string message, params string[] arguments)
    {
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Read(arguments)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_names_every_option_and_scenario()
    {
        using var text = new StreamReader(typeof(LoadOptions).Assembly.GetManifestResourceStream("help.txt")!);
        var help = text.ReadToEnd();

        Assert.All(Scenario.All, scenario => Assert.Contains(scenario.Name, help, StringComparison.Ordinal));
        Assert.All(["--report", "--postgres", "--scenario", "--long", "--accounts", "--seed", "--brief"], option => Assert.Contains(option, help, StringComparison.Ordinal));
    }

    private static LoadOptions Read(params string[] arguments) => LoadOptions.Read(new Arguments(arguments));
}
