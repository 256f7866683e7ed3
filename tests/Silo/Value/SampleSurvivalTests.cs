using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Sample;
using AccountTwins.Silo.Sample.Generated;
using AccountTwins.Silo.Value;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Value;

/// <summary>The whole way of a value in a running silo: stored renewals, the pass over them, the fit, the board, the context and the verdict.</summary>
public sealed class SampleSurvivalTests
{
    private const int BatchMax = 1000;

    /// <summary>The contracts of the sample that is shipped, without the rest of its signals, so that it takes little time.</summary>
    [Fact]
    public async Task The_sample_that_is_shipped_values_monthly_customers_by_their_own_renewals()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false"));
        using var client = silo.Client();
        var told = new GeneratedSample(new SampleSize(), TimeProvider.System.GetUtcNow()).Read().Where(one => one.Fact is ContractTerms or ContractCancelled or OutcomeFact or AccountProfile).ToList();
        await SendAsync(client, told);
        var customer = MonthlyCustomer(told);

        Assert.Equal(1, (await silo.Services.GetRequiredService<RenewalGatherer>().PassAsync(CancellationToken.None)).Taken);

        await Until.TrueAsync(async () => (await ContractAsync(client, customer)).GetProperty("method").GetString() == "sbg");
        var shown = await ContractAsync(client, customer);
        var (low, expected, high) = (Amount(shown, "low"), Amount(shown, "expected"), Amount(shown, "high"));
        Assert.True(0 < low && low < expected && expected < high, $"{low} {expected} {high}");

        var model = await MonthlyModelAsync(client);
        Assert.Equal("sbg", model.GetProperty("method").GetString());
        Assert.True(model.GetProperty("lost").GetInt64() >= SurvivalModels.LossesMin && model.GetProperty("periods").GetInt32() >= SurvivalModels.PeriodsMin, $"{model}");

        var decision = await DecideAsync(client, customer);
        var fact = Assert.Single((await StoredAsync(silo, customer)).Input.Account.Values!);
        Assert.Equal((SurvivalMethod.Sbg, 1, low, expected, high), (fact.Method, fact.TermMonths, fact.Low, fact.Expected, fact.High));
        Assert.True((await client.GetFromJsonAsync<JsonElement>($"/v1/decisions/{decision}/replay")).GetProperty("isSame").GetBoolean());
    }

    private static AccountKey MonthlyCustomer(List<SampleEvent> told)
    {
        var left = told.Where(one => one.Fact is OutcomeChurned or ContractCancelled).Select(one => one.Account).ToHashSet();
        return told.First(one => one.Fact is ContractSigned signed && signed.Start!.Value.AddMonths(1).AddDays(-1) == signed.End && !left.Contains(one.Account)).Account;
    }

    private static async Task SendAsync(HttpClient client, List<SampleEvent> told)
    {
        // An account's signals go together: each batch then writes few twins.
        foreach (var batch in told.GroupBy(one => one.Account).SelectMany(account => account).Chunk(BatchMax))
        {
            var signals = batch.Select(one => Encoding.UTF8.GetString(SignalWriter.Structured(one.Account, one.Fact, one.Time, one.Source, one.Id)));
            using var content = new StringContent($"[{string.Join(',', signals)}]", new MediaTypeHeaderValue("application/cloudevents-batch+json"));
            using var answer = await client.PostAsync("/v1/signals", content);
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static async Task<JsonElement> ContractAsync(HttpClient client, AccountKey account)
    {
        var context = await client.GetFromJsonAsync<JsonElement>($"/v1/accounts/{account.Account}/context");
        return context.GetProperty("value").GetProperty("contracts")[0];
    }

    private static decimal Amount(JsonElement contract, string name) => contract.GetProperty(name).GetDecimal();

    private static async Task<JsonElement> MonthlyModelAsync(HttpClient client)
    {
        var models = await client.GetFromJsonAsync<JsonElement>("/v1/value-models");
        return models.GetProperty("models").EnumerateArray().Single(one => one.GetProperty("segment").GetString() == "smb" && one.GetProperty("termMonths").GetInt32() == 1);
    }

    private static async Task<string> DecideAsync(HttpClient client, AccountKey account)
    {
        var ask = new { actions = new[] { new { type = "holding_reply", category = "how_to" } }, agent = new { release = "r1" }, idempotencyKey = "value" };
        using var answer = await client.PostAsJsonAsync($"/v1/accounts/{account.Account}/decisions", ask);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("decisionId").GetString()!;
    }

    private static async Task<DecisionEntry> StoredAsync(RunningSilo silo, AccountKey account)
    {
        var entries = await silo.Services.GetRequiredService<ILedgerStore>().ReadAsync(new LedgerSubject(account.Tenant, account.Account), 1, 10, CancellationToken.None);
        return LedgerJson.Read<DecisionEntry>(entries.Single(entry => entry.Kind == EntryKinds.Decision).Body);
    }
}
