using AccountTwins.Grains.Interfaces.Contracts;
using Orleans.Concurrency;

namespace AccountTwins.Grains.Interfaces;

/// <summary>The settings of one tenant; the key is the tenant. Every change is durable before it is answered; the same change again changes nothing.</summary>
[Alias("accounttwins.ITenantGrain")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>
    /// What a silo saw since its last exchange, for the settings where they are other than it knows. Answered from what the store holds now, so that
    /// an activation that lost its chain to another never passes old settings on.
    /// </summary>
    [Alias("Exchange"), AlwaysInterleave]
    Task<TenantAnswer> Exchange(TenantReport report);

    /// <summary>Puts a playbook in force whose text is stored already.</summary>
    [Alias("ApplyPlaybook")]
    Task<TenantReply> ApplyPlaybook(string hash, string version, string by);

    /// <summary>Durable when answered; other silos follow within a second, for which the caller waits.</summary>
    [Alias("ThrowSwitch")]
    Task<TenantReply> ThrowSwitch(string? segment, string? action, string by, string reason);

    /// <summary>Ends a switch; the one that stops everything when a second person asks for it within a week.</summary>
    [Alias("TakeBackSwitch")]
    Task<TenantReply> TakeBackSwitch(string name, string by, string reason);

    /// <summary>Holds an agent release at diagnostic until a person resets it.</summary>
    [Alias("OpenBreaker")]
    Task<TenantReply> OpenBreaker(string release, string cause);

    [Alias("ResetBreaker")]
    Task<TenantReply> ResetBreaker(string release, string by, string reason);

    [Alias("DeclareIncident")]
    Task<TenantReply> DeclareIncident(string name, string by, string reason);

    [Alias("EndIncident")]
    Task<TenantReply> EndIncident(string name, string by);

    /// <summary>Opens an incident that people declare or the watch found; the same name again while it is open changes nothing.</summary>
    [Alias("OpenIncident")]
    Task<TenantReply> OpenIncident(IncidentWord word);

    [Alias("CloseIncident")]
    Task<TenantReply> CloseIncident(string name, string by, string? reason);

    /// <summary>Fits survival from now on to renewals whose text is stored already.</summary>
    [Alias("SetRenewals")]
    Task<TenantReply> SetRenewals(string hash, long atRisk, long losses, int cohorts);

    /// <summary>From the scenario's chain; an older word than the one known changes nothing.</summary>
    [Alias("SetScenario")]
    Task<TenantReply> SetScenario(ScenarioWord word);
}
