using System.Text.Json;
using AccountTwins.Cli.Demo;
using AccountTwins.Client;
using AccountTwins.Client.Changes;
using AccountTwins.Client.Reviews;
using AccountTwins.Domain.Changes;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Reviews;

/// <summary>From an agent's question about the contract to the person who answered the customer, through the whole silo.</summary>
[Collection(WholeSilo.Name)]
public sealed class HandoverOverHttpTests
{
    [Fact]
    public async Task An_escalated_conversation_is_told_waits_for_a_person_and_is_answered()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await RunningSilo.StartAsync(folder.Path, ("Sample:Enabled", "false"));
        using var http = silo.Client();
        var client = new AccountTwinsClient(http);
        var accounts = new DemoAccounts(TimeProvider.System.GetUtcNow(), "handover");
        await client.Signals.PostAsync([.. accounts.OfSmall()]);
        await Until.TrueAsync(async () => (await client.Accounts.ContextAsync(accounts.Small)).Value is not null);

        var asked = (await client.Decisions.DecideAsync(accounts.Small, ClauseQuestion)).Value!;
        Assert.Equal((VerdictKind.Escalate, NextStep.HandOver), (asked.Verdict, asked.Next));

        var item = Assert.Single((await client.Reviews.ListAsync(new ReviewListQuery { Kind = "handover" })).Value!.Items);
        Assert.Equal((asked.DecisionId, accounts.Small, asked.Handover!.By), (item.DecisionId, item.Account, item.DueAt));
        var told = await NextAsync(client, ChangeKinds.HandedOver);
        Assert.Equal((asked.DecisionId, "T-1812"), (told.GetProperty("decisionId").GetString(), told.GetProperty("conversation").GetString()));

        var taken = (await client.Reviews.ClaimAsync(item.Id)).Value!;
        Assert.Equal((item.Id, asked.DecisionId), (taken.Item.Id, taken.Decision.DecisionId));
        var answer = new ReviewBody { Verb = "reply", Goals = "serves" };
        Assert.NotNull((await client.Reviews.DecideAsync(item.Id, answer)).Value);

        Assert.Empty((await client.Reviews.ListAsync(new ReviewListQuery { Kind = "handover" })).Value!.Items);
        Assert.Equal(item.Id, Assert.Single((await client.Reviews.ListAsync(new ReviewListQuery { Kind = "handover", State = "done" })).Value!.Items).Id);
        Assert.Equal("reply", (await NextAsync(client, ChangeKinds.ReviewDone)).GetProperty("verb").GetString());
    }

    private static readonly DecisionBody ClauseQuestion = new()
    {
        Actions = [new ActionBody { Type = "reply", Category = "contract", Draft = "You may leave at any time." }],
        Agent = new AgentBody { Release = "support-7" },
        Conversation = "T-1812",
        IdempotencyKey = "T-1812/leave",
        SupportedObligations = ["disclose_ai", "report_outcome"],
    };

    /// <summary>The first change of a kind since the beginning.</summary>
    private static async Task<JsonElement> NextAsync(AccountTwinsClient client, string kind)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await foreach (var item in client.Changes.ReadAsync(new ChangeQuery { Kinds = [kind], After = 0 }, limit.Token))
        {
            if (item is ChangeItem.Told told)
                return told.Change.Data;
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
