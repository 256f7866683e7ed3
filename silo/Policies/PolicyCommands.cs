using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Policies;

/// <summary>What people set, as the API calls it. Who may is for the API to check.</summary>
public sealed class PolicyCommands(IGrainFactory grains, IPlaybookReader reader, IPlaybookStore texts, TimeProvider clock)
{
    /// <summary>After this no silo can still allow by settings from before.</summary>
    public static readonly TimeSpan SwitchWait = TimeSpan.FromSeconds(1);

    /// <summary>Errors: nothing was changed, a sentence each. The text is kept before it holds.</summary>
    public async Task<(TenantReply? Reply, PlaybookOutcome Outcome)> ApplyPlaybookAsync(string tenant, byte[] text, string by, CancellationToken cancellationToken)
    {
        var outcome = reader.Read(text);
        if (outcome.Playbook is not { } playbook)
            return (null, outcome);
        try
        {
            await texts.SaveAsync(tenant, playbook.Hash, text, clock.GetUtcNow(), cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return (new TenantReply { Standing = TwinStanding.StoreUnavailable }, outcome);
        }

        return (await Tenant(tenant).ApplyPlaybook(playbook.Hash, playbook.Version, by), outcome);
    }

    /// <summary>Answers when no silo can still allow what the switch stops: a second after it is durable.</summary>
    public async Task<TenantReply> ThrowSwitchAsync(string tenant, string? segment, string? action, string by, string reason, CancellationToken cancellationToken)
    {
        var reply = await Tenant(tenant).ThrowSwitch(segment, action, by, reason);
        if (reply is { Standing: TwinStanding.Ready, Refusal: null })
            await Task.Delay(SwitchWait, clock, cancellationToken);
        return reply;
    }

    public Task<TenantReply> TakeBackSwitchAsync(string tenant, string name, string by, string reason) => Tenant(tenant).TakeBackSwitch(name, by, reason);

    public Task<TenantReply> ResetBreakerAsync(string tenant, string release, string by, string reason) => Tenant(tenant).ResetBreaker(release, by, reason);

    public Task<TenantReply> OpenIncidentAsync(string tenant, IncidentWord word) => Tenant(tenant).OpenIncident(word);

    public Task<TenantReply> CloseIncidentAsync(string tenant, string name, string by, string reason) => Tenant(tenant).CloseIncident(name, by, reason);

    /// <summary>The settings in their stored form; null where the store is away.</summary>
    public async Task<TenantAnswer> ReadAsync(string tenant) => await Tenant(tenant).Exchange(new TenantReport { Silo = "", KnownVersion = 0 });

    public Task<ScenarioReply> ActAsync(string tenant, string scenario, ScenarioActAsk ask) => Scenario(tenant, scenario).Act(ask);

    public Task<ScenarioReply> ReadScenarioAsync(string tenant, string scenario) => Scenario(tenant, scenario).ReadScenario();

    private ITenantGrain Tenant(string tenant) => grains.GetGrain<ITenantGrain>(tenant);

    private IScenarioGrain Scenario(string tenant, string scenario) => grains.GetGrain<IScenarioGrain>($"{tenant}/{scenario}");
}
