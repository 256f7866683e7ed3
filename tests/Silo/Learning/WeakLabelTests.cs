using System.Text.Json.Nodes;
using AccountTwins.Cli.Demo;
using AccountTwins.Client;
using AccountTwins.Client.Signals;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Client;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using DecisionState = AccountTwins.Grains.Interfaces.Contracts.DecisionState;

namespace AccountTwins.Tests.Silo.Learning;

/// <summary>From a signal over HTTP to what a scenario has learned, through the whole silo.</summary>
[Collection(WholeSilo.Name)]
public sealed class WeakLabelTests
{
    private const string Scenario = "grant_credit~service_credit~small";

    [Fact]
    public async Task A_ticket_reopened_after_a_credit_speaks_against_it_and_its_scenario_hears_so_once()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false"));
        using var http = new HttpClient { BaseAddress = new Uri(silo.Address) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", silo.Key);
        var client = new AccountTwinsClient(http);
        var now = TimeProvider.System.GetUtcNow();
        var accounts = new DemoAccounts(now, "weak");
        await client.Signals.PostAsync([.. accounts.OfSmall(), Said(accounts.Small, "support.ticket_opened.v1", now.AddHours(-1))]);
        await Until.TrueAsync(async () =>
        {
            await client.Signals.PostAsync(DemoAccounts.Heartbeats(TimeProvider.System.GetUtcNow()));
            return (await client.Accounts.ContextAsync(accounts.Small)).Value is { Health.Band: HealthBand.Healthy } context && context.Feeds.All(feed => feed.State == FeedState.Live);
        });
        var view = (await client.Decisions.DecideAsync(accounts.Small, Credit)).Value!;
        Assert.Equal(DecisionState.Permitted, view.State);

        await client.Signals.PostAsync([Said(accounts.Small, "support.ticket_reopened.v1", view.Context.AsOf.AddSeconds(1))]);

        var ledger = silo.Services.GetRequiredService<ILedgerStore>();
        await Until.TrueAsync(async () => await CountAsync(ledger, LedgerSubject.OfScenario("default", Scenario), "outcome_seen") == 1);
        var account = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IAccountGrain>($"default/{accounts.Small}");
        Assert.Equal(TwinStanding.Ready, (await account.Advance()).Standing);
        Assert.Equal(1, await CountAsync(ledger, new LedgerSubject("default", accounts.Small), EntryKinds.Label));
        Assert.Equal(1, await CountAsync(ledger, LedgerSubject.OfScenario("default", Scenario), "outcome_seen"));
        var seen = (await ledger.ReadAsync(LedgerSubject.OfScenario("default", Scenario), 1, 100, default)).First(entry => entry.Kind == "outcome_seen");
        Assert.Equal((view.DecisionId, true), ScenarioEntry.Read(seen.Kind, seen.Body) is ScenarioEntry.OutcomeSeen told ? (told.Id, told.SpeaksAgainst) : default);
    }

    private static async Task<int> CountAsync(ILedgerStore ledger, LedgerSubject subject, string kind) =>
        (await ledger.ReadAsync(subject, 1, 100, default)).Count(entry => entry.Kind == kind);

    private static Signal Said(string account, string type, DateTimeOffset at) => new()
    {
        Id = $"{type}-{at.UtcTicks}", Source = "/desk", Type = type, Subject = account, Time = at, Data = new JsonObject { ["ticket"] = "T-77" },
    };

    private static DecisionBody Credit => new()
    {
        Actions = [new ActionBody { Type = "grant_credit", Category = "service_credit", Amount = 40, Currency = "EUR", Confidence = 0.9m }],
        Agent = new AgentBody { Release = "r1" },
        Conversation = "T-77",
        IdempotencyKey = "k",
        SupportedObligations = ["cap_amount", "report_outcome", "use_template", "disclose_ai", "no_new_commitment", "no_billing_fact", "copy", "delay"],
    };
}
