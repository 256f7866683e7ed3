using AccountTwins.Domain.Signals;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Sweeping;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountTwins.Tests.Silo.Feeds;

public sealed class FeedServicesTests
{
    [Fact]
    public void A_family_may_have_ages_of_its_own_and_inherits_the_rest()
    {
        var options = Read(("Feeds:LateAfter", "02:00:00"), ("Feeds:Families:Billing:DeadAfter", "10.00:00:00"));

        var (billing, usage) = (options.ThresholdsOf(Family.Billing), options.ThresholdsOf(Family.Usage));

        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.FromDays(10)), (billing.LateAfter, billing.DeadAfter));
        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.FromHours(74)), (usage.LateAfter, usage.DeadAfter));
    }

    [Theory]
    [InlineData("Feeds:DeadAfter", "01:00:00")]
    [InlineData("Feeds:LateAfter", "00:00:00")]
    [InlineData("Feeds:Families:Usage:DeadAfter", "00:00:01")]
    [InlineData("Feeds:Families:Usage:LateAfter", "-01:00:00")]
    [InlineData("Feeds:LostAfter", "00:00:01")]
    public void Settings_that_make_no_sense_are_refused(string key, string value) =>
        Assert.Throws<OptionsValidationException>(() => Read((key, value)));

    [Fact]
    public void The_sweep_is_shared_by_who_reports_whichever_is_added_first()
    {
        var configuration = new ConfigurationBuilder().Build();
        var feedsFirst = new ServiceCollection().AddFeeds(configuration).AddSweeper(configuration);
        var sweeperFirst = new ServiceCollection().AddSweeper(configuration).AddFeeds(configuration);

        Assert.All([feedsFirst, sweeperFirst], services =>
            Assert.Equal(typeof(RosterShards), Assert.Single(services, each => each.ServiceType == typeof(ISweepShards)).ImplementationType));
    }

    private static FeedOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(each => each.Key, each => (string?)each.Value)).Build();
        using var services = new ServiceCollection().AddFeeds(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<FeedOptions>>().Value;
    }
}
