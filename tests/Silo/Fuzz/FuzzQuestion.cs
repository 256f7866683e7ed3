using System.Text;
using System.Text.Json;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Tests.Silo.Security;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>What a client of the cluster asks, with the addresses, parameters and bodies that are tried over HTTP.</summary>
internal static class FuzzQuestion
{
    private static readonly (TwinsRoute Route, RouteSample Sample)[] Routes =
    [
        (TwinsRoute.Resolve, Sample("GET", "/v1/accounts/resolve")), (TwinsRoute.Account, Sample("GET", "/v1/accounts/{account}")), (TwinsRoute.Context, Sample("GET", "/v1/accounts/{account}/context")),
        (TwinsRoute.Find, Sample("GET", "/v1/portfolio/accounts")), (TwinsRoute.Decide, Sample("POST", "/v1/accounts/{account}/decisions")), (TwinsRoute.Decision, Sample("GET", "/v1/decisions/{id}")),
        (TwinsRoute.Permit, Sample("POST", "/v1/decisions/{id}/permit")), (TwinsRoute.Outcome, Sample("POST", "/v1/decisions/{id}/outcome")),
    ];

    public static AgentQuestion Next(Random random)
    {
        var (route, sample) = random.Pick(Routes);
        var good = sample.Route.Contains("{account}", StringComparison.Ordinal) ? "acct-1" : RouteSample.Review;
        return new AgentQuestion
        {
            Agent = "fuzz",
            Route = route,
            Subject = random.Next(4) > 0 ? good : random.Next(10) == 0 ? null : FuzzValues.Text(random),
            Query = random.Next(4) > 0 ? sample.Query : FuzzRequest.Query(random, sample.Query),
            Body = random.Next(20) == 0 ? null : FuzzBytes.Next(random, FuzzBodies.Of(random, sample), sample.Bytes),
        };
    }

    /// <summary>Fails with the first question of the seed that is answered by a fault or by none.</summary>
    public static async Task RunAsync(IAgentGrain agents, int seed, int count)
    {
        var random = new Random(seed);
        for (var index = 0; index < count; index++)
        {
            var question = Next(random);
            var answer = await agents.Ask(question);
            var text = Encoding.UTF8.GetString(answer.Body);
            Assert.True(answer.Status < 500, $"Seed {seed}, question {index}: {question}\n{Encoding.UTF8.GetString(question.Body ?? [])}\n{answer.Status}: {text}");
            if (answer.Status < 400)
                continue;
            using var problem = JsonDocument.Parse(text);
            Assert.Contains(problem.RootElement.GetProperty("code").GetString()!, ReasonCodes.All.Keys);
        }
    }

    private static RouteSample Sample(string method, string route) => RouteSample.All.Single(sample => sample.Method == method && sample.Route == route);
}
