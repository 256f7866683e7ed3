using System.Globalization;
using AccountTwins.Silo.Storage.Changes;

namespace AccountTwins.Tests.Silo.Storage.Changes;

public sealed class ChangeBoundsTests
{
    [Theory]
    [InlineData("", 10, 100, 10)]
    [InlineData("3 9 4", 10, 100, 10)]
    [InlineData("3 9 40", 10, 100, 10)] // one bound of its own, and room for all
    [InlineData("3 9 40", 100, 40, 28)] // the last resort: who holds most gives it all
    [InlineData("3 30 40", 100, 40, 18)] // until it holds no more than the next
    [InlineData("3 30 40", 20, 40, 18)]
    [InlineData("30 30 30", 100, 40, 13)]
    [InlineData("5 5 5", 100, 15, 100)]
    [InlineData("1 1 1 1 900", 100, 3, 1)] // nobody loses its newest
    [InlineData("0 0 50", 100, 40, 40)]
    public void What_one_may_keep_follows_from_what_all_hold(string kept, long ofTenant, long ofAll, long level) =>
        Assert.Equal(level, new ChangeBounds(ofTenant, ofAll).LevelOf(
            [.. kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => long.Parse(each, CultureInfo.InvariantCulture))]));
}
