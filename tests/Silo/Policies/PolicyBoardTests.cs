using System.Text;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Silo.Policies;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Policies;

public sealed class PolicyBoardTests : IAsyncLifetime
{
    private TenantSilos silos = null!;
    private PolicyBoard board = null!;

    public async Task InitializeAsync() => (silos, board) = (await TenantSilos.StartAsync(), null!);

    public async Task DisposeAsync() => await silos.DisposeAsync();

    private async Task<PolicyBoard> GivenBoardAsync()
    {
        board = silos.NewBoard("a");
        Assert.NotNull(await board.EnsureAsync("acme", default));
        return board;
    }

    [Fact]
    public async Task Tenant_without_a_playbook_runs_on_the_default_and_keeps_its_text()
    {
        await GivenBoardAsync();

        var policy = board.For("acme")!;
        Assert.Equal(DefaultPlaybook.Value.Hash, policy.Playbook.Hash);
        Assert.NotEqual(0UL, policy.SamplingKey);
        Assert.NotNull(await silos.Texts.ReadAsync("acme", policy.Playbook.Hash, default));
        Assert.Null(board.For("other"));
    }

    [Fact]
    public async Task Kill_switch_reaches_the_next_look()
    {
        await GivenBoardAsync();
        Assert.Null(board.For("acme")!.FactsFor("s", "r", "smb", "grant_credit").KillSwitch);

        Assert.Equal(TwinStanding.Ready, (await silos.Tenant.ThrowSwitch(null, "grant_credit", "ann", "leak")).Standing);
        await board.TickAsync();

        Assert.Equal("action:grant_credit", board.For("acme")!.FactsFor("s", "r", "smb", "grant_credit").KillSwitch);
        await silos.Tenant.TakeBackSwitch("action:grant_credit", "ann", "fixed");
        await board.TickAsync();
        Assert.Null(board.For("acme")!.FactsFor("s", "r", "smb", "grant_credit").KillSwitch);
    }

    [Fact]
    public async Task Age_counts_from_the_moment_of_asking()
    {
        await GivenBoardAsync();
        var answer = new TaskCompletionSource();
        silos.Grains.Behaviour = () => answer.Task;
        var tick = board.TickAsync();
        silos.Clock.Advance(TimeSpan.FromMilliseconds(900));
        answer.SetResult();
        await tick;
        Assert.False(board.For("acme")!.IsStale);

        silos.Clock.Advance(TimeSpan.FromMilliseconds(101));

        Assert.True(board.For("acme")!.IsStale);
    }

    [Fact]
    public async Task Grain_that_hangs_makes_the_policy_stale_and_its_late_answer_counts_for_nothing()
    {
        await GivenBoardAsync();
        var answer = new TaskCompletionSource();
        silos.Grains.Behaviour = () => answer.Task;
        var tick = board.TickAsync();
        silos.Clock.Advance(TimeSpan.FromMilliseconds(1001));
        await tick;
        answer.SetResult();
        Assert.True(board.For("acme")!.IsStale);

        silos.Grains.Behaviour = null;
        await board.TickAsync();

        Assert.False(board.For("acme")!.IsStale);
    }

    [Fact]
    public async Task Grain_or_store_that_fails_makes_the_policy_stale()
    {
        await GivenBoardAsync();
        silos.Ledger.IsAway = true;
        silos.Clock.Advance(TimeSpan.FromMilliseconds(600));
        await board.TickAsync();
        silos.Grains.Behaviour = () => throw new InvalidOperationException("no silo");
        silos.Clock.Advance(TimeSpan.FromMilliseconds(600));
        await board.TickAsync();

        Assert.True(board.For("acme")!.IsStale);
        Assert.Null(await silos.NewBoard("b").EnsureAsync("acme", default));
    }

    [Fact]
    public async Task Applied_playbook_holds_and_an_unreadable_one_never_does()
    {
        await GivenBoardAsync();
        var commands = new PolicyCommands(silos.Factory, new YamlPlaybooks(), silos.Texts, silos.Clock);
        var text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(DefaultPlaybook.File.Span) + "\n# ours\n");

        var (reply, outcome) = await commands.ApplyPlaybookAsync("acme", text, "ann", default);
        await board.TickAsync();
        var (bad, faults) = await commands.ApplyPlaybookAsync("acme", "nonsense: ["u8.ToArray(), "ann", default);

        Assert.Equal(TwinStanding.Ready, reply!.Standing);
        Assert.Equal(outcome.Playbook!.Hash, board.For("acme")!.Playbook.Hash);
        Assert.Null(bad);
        Assert.NotEmpty(faults.Errors);

        // A hash without a text: what held before grows stale, and nothing is allowed by it.
        await silos.Tenant.ApplyPlaybook("0000", "lost", "ann");
        silos.Clock.Advance(TimeSpan.FromMilliseconds(1001));
        await board.TickAsync();
        Assert.True(board.For("acme")!.IsStale);
        Assert.Equal(outcome.Playbook.Hash, board.For("acme")!.Playbook.Hash);
    }

    [Fact]
    public async Task Kill_switch_is_acknowledged_a_second_after_it_is_durable()
    {
        await GivenBoardAsync();
        var commands = new PolicyCommands(silos.Factory, new YamlPlaybooks(), silos.Texts, silos.Clock);

        var thrown = commands.ThrowSwitchAsync("acme", null, null, "ann", "stop", default);
        await Until.TrueAsync(() => silos.Ledger.Entries(LedgerSubject.OfTenant("acme")).Any(entry => entry.Kind == "switch_thrown"));
        Assert.False(thrown.IsCompleted);
        var durable = silos.Clock.GetUtcNow();
        await Until.TrueAsync(() =>
        {
            silos.Clock.Advance(TimeSpan.FromMilliseconds(10));
            return thrown.IsCompleted;
        });

        Assert.Equal(TwinStanding.Ready, (await thrown).Standing);
        Assert.True(silos.Clock.GetUtcNow() - durable >= TimeSpan.FromSeconds(1));
        // No poll came: what is known here is too old to allow anything.
        Assert.True(board.For("acme")!.IsStale);
    }

    [Fact]
    public async Task Another_activation_that_wrote_the_chain_is_followed()
    {
        await GivenBoardAsync();
        var subject = LedgerSubject.OfTenant("acme");
        var last = silos.Ledger.Entries(subject)[^1];
        var settings = LedgerJson.Read<AccountTwins.Domain.Tenants.TenantSettings>(last.Snapshot);
        var entry = new AccountTwins.Domain.Tenants.TenantEntry.SwitchThrown(null, null, "ann", "other activation");
        var (body, next) = (AccountTwins.Domain.Tenants.TenantEntry.Write(entry), LedgerJson.Write(settings.With(entry, silos.Clock.GetUtcNow())));
        var hash = LedgerChain.HashOf(last.Hash, "acme", subject.Name, last.Number + 1, "switch_thrown", silos.Clock.GetUtcNow(), 0, body, next);
        await silos.Ledger.AppendAsync(new LedgerAppend(subject, null, [new LedgerEntry(last.Number + 1, "switch_thrown", silos.Clock.GetUtcNow(), 0, hash, body, next)], []), default);

        await board.TickAsync();

        Assert.Equal("tenant", board.For("acme")!.KillSwitches.Single().Name);
    }

    [Fact]
    public async Task First_decisions_of_a_scenario_are_all_audited_also_after_a_restart()
    {
        await GivenBoardAsync();
        await silos.Tenant.SetScenario(new ScenarioWord { Scenario = "s", Release = "r", Cause = "start", Change = 1, AuditProbability = 0.05 });
        for (var decision = 0; decision < 29; decision++)
            board.Decided("acme", "s", "r");
        await board.TickAsync();
        await board.TickAsync();
        Assert.Equal(1, board.For("acme")!.AuditProbabilityOf("s", "r"));
        board.Decided("acme", "s", "r");
        await board.TickAsync();
        await board.TickAsync();
        Assert.Equal(0.05, board.For("acme")!.AuditProbabilityOf("s", "r"));

        await silos.RestartAsync(silos.Tenant);

        Assert.Equal(0.05, (await silos.NewBoard("b").EnsureAsync("acme", default))!.AuditProbabilityOf("s", "r"));
    }

    [Fact]
    public async Task Queue_is_full_by_the_count_and_what_was_added_since()
    {
        await GivenBoardAsync();
        var most = board.For("acme")!.Playbook.Reviews.QueueMax;
        var reviews = new CountedReviews { Counts = [new ReviewCount("acme", most - 1, 4 * most, most - 1)] };
        await board.CountAsync(reviews, default);
        Assert.False(board.For("acme")!.IsReviewQueueFull);
        Assert.Equal(0.25, board.For("acme")!.AuditShare);

        board.ApprovalQueued("acme");
        Assert.True(board.For("acme")!.IsReviewQueueFull);
        Assert.False(board.For("acme")!.IsHandoverQueueFull);
        board.HandoverQueued("acme");
        Assert.True(board.For("acme")!.IsHandoverQueueFull);

        reviews.Counts = [];
        await board.CountAsync(reviews, default);
        Assert.Equal((false, false), (board.For("acme")!.IsReviewQueueFull, board.For("acme")!.IsHandoverQueueFull));
        Assert.Equal(1, board.For("acme")!.AuditShare);
    }

    [Fact]
    public async Task Tenant_that_nobody_asks_about_is_forgotten()
    {
        await GivenBoardAsync();
        silos.Clock.Advance(TimeSpan.FromHours(2));

        await board.TickAsync();

        Assert.Null(board.For("acme"));
    }
}
