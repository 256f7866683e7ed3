using System.Text.RegularExpressions;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Api;

public sealed partial class ReasonCodesTests
{
    [Fact]
    public void The_table_holds_every_code_that_is_declared()
    {
        var declared = typeof(ReasonCodes).GetFields().Select(field => field.GetValue(null)).OfType<ReasonCode>();

        Assert.Equal(declared.OrderBy(code => code.Code), ReasonCodes.All.Values.OrderBy(code => code.Code));
        Assert.All(ReasonCodes.All.Keys, code => Assert.Matches("^[a-z]+(_[a-z]+)*$", code));
    }

    [Fact]
    public void Every_reason_of_the_decoder_is_in_the_table_in_the_same_words() =>
        Assert.All(RejectCodes.All, reject => Assert.Equal(reject.Meaning, ReasonCodes.All[reject.Code].Text));

    [Fact]
    public void Every_refusal_of_a_grain_is_in_the_table()
    {
        var codes = Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "grains"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => RefusalPattern().Matches(File.ReadAllText(file))).Select(refusal => refusal.Groups[1].Value).Distinct().ToArray();

        Assert.NotEmpty(codes);
        Assert.Empty(codes.Except(ReasonCodes.All.Keys));
    }

    [Fact]
    public void The_documentation_shows_the_same_table()
    {
        var rows = RowPattern().Matches(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "http.md")))
            .Select(row => (row.Groups[1].Value, int.Parse(row.Groups[2].Value), row.Groups[3].Value));

        Assert.Equal(ReasonCodes.All.Values.Select(code => (code.Code, code.Status, code.Text)).Order(), rows.Order());
    }

    // Refused("unknown_decision"), await RefusedAsync("outcome_conflict", cancellationToken)
    [GeneratedRegex(@"Refused(?:Async)?\(""([a-z_]+)""")]
    private static partial Regex RefusalPattern();

    // | `too_stale` | 409 | A feed is older than maxStaleness allows; the feeds are named. |
    [GeneratedRegex(@"^\| `([a-z_]+)` \| (\d{3}) \| (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex RowPattern();
}
