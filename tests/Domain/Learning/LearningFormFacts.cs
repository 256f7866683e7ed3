using System.Text.Json;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using static AccountTwins.Tests.Domain.Learning.LearningBench;

namespace AccountTwins.Tests.Domain.Learning;

public class LearningFormFacts
{
    [Fact]
    public void A_scenario_comes_back_from_json_the_same_to_the_last_bit()
    {
        var scenario = At(Latitude.Supervised).Fed(Audits(60, everyNthBad: 40, probability: 0.07)).ObservePair(Accepted, Rejected) with { FrozenBy = "ana" };
        var offered = At(Latitude.Supervised).Fed(Audits(60));

        Assert.Equal(scenario, JsonSerializer.Deserialize<ScenarioLatitude>(JsonSerializer.Serialize(scenario)));
        Assert.NotNull(offered.Offer);
        Assert.Equal(offered, JsonSerializer.Deserialize<ScenarioLatitude>(JsonSerializer.Serialize(offered)));
        Assert.InRange(JsonSerializer.Serialize(offered).Length, 100, 4000);
    }

    [Fact]
    public void A_change_says_which_number_did_it()
    {
        var changes = new List<LatitudeChange>();
        At(Latitude.Bounded).Fed(Audits(8, everyNthBad: 1), changes: changes);
        At(Latitude.Diagnostic).Fed(Audits(50), changes: changes);
        changes.Add(At(Latitude.Bounded).Observe(ObservedReview.Directed(Severe), Rules, Start).Change!);
        changes.Add(At(Latitude.Bounded).Freeze("ana", Start).Change!);

        Assert.Equal(
            [
                $"tightened from bounded to supervised: audits disagree too often, CUSUM {Rules.Reviews.Threshold} of {Rules.Reviews.Threshold}; agreement 0.0 % over 6 reviews (worth 6)",
                "widened from diagnostic to supervised: agreement is at least 94.9 %, target 90.0 %; agreement 100.0 % over 50 reviews (worth 50)",
                "tightened from bounded to supervised: severe error, held until a person has looked",
                "stays at bounded by ana: frozen",
            ],
            changes.Select(LatitudeChangeText.Of));
    }
}
