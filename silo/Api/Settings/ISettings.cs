using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Policies;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>A tenant's settings as the doors need them. Throws <see cref="StoreUnavailableException"/> when they cannot be read.</summary>
public interface ISettings
{
    Task<TenantSettings> ReadAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>The text is a playbook; the caller has read it.</summary>
    Task<TenantReply> ApplyPlaybookAsync(string tenant, byte[] text, string by, CancellationToken cancellationToken);

    /// <summary>The text of a playbook that was applied once; null: there is none of this hash.</summary>
    Task<byte[]?> TextAsync(string tenant, string hash, CancellationToken cancellationToken);

    /// <summary>Answers when nothing that it stops can still be allowed.</summary>
    Task<TenantReply> ThrowSwitchAsync(string tenant, string? segment, string? action, string by, string reason, CancellationToken cancellationToken);

    Task<TenantReply> TakeBackSwitchAsync(string tenant, string name, string by, string reason);

    Task<TenantReply> ResetBreakerAsync(string tenant, string release, string by, string reason);

    Task<TenantReply> OpenIncidentAsync(string tenant, IncidentWord word);

    Task<TenantReply> CloseIncidentAsync(string tenant, string name, string by, string reason);

    Task<ScenarioReply> ActAsync(string tenant, string scenario, ScenarioActAsk ask);

    Task<ScenarioBook> ReadScenarioAsync(string tenant, string scenario);
}

/// <summary>Asks the grains that keep them.</summary>
internal sealed class PolicySettings(PolicyCommands commands, IPlaybookStore texts) : ISettings
{
    public async Task<TenantSettings> ReadAsync(string tenant, CancellationToken cancellationToken)
    {
        var answer = await commands.ReadAsync(tenant);
        return answer is { Standing: TwinStanding.Ready, Settings: { } settings }
            ? LedgerJson.Read<TenantSettings>(settings)
            : answer.Standing == TwinStanding.Ready ? TenantSettings.Empty : throw new StoreUnavailableException("The tenant's settings cannot be read.");
    }

    public async Task<TenantReply> ApplyPlaybookAsync(string tenant, byte[] text, string by, CancellationToken cancellationToken) =>
        (await commands.ApplyPlaybookAsync(tenant, text, by, cancellationToken)).Reply ?? new TenantReply { Standing = TwinStanding.Ready, Refusal = "bad_playbook" };

    public Task<byte[]?> TextAsync(string tenant, string hash, CancellationToken cancellationToken) => texts.ReadAsync(tenant, hash, cancellationToken);

    public Task<TenantReply> ThrowSwitchAsync(string tenant, string? segment, string? action, string by, string reason, CancellationToken cancellationToken) =>
        commands.ThrowSwitchAsync(tenant, segment, action, by, reason, cancellationToken);

    public Task<TenantReply> TakeBackSwitchAsync(string tenant, string name, string by, string reason) => commands.TakeBackSwitchAsync(tenant, name, by, reason);

    public Task<TenantReply> ResetBreakerAsync(string tenant, string release, string by, string reason) => commands.ResetBreakerAsync(tenant, release, by, reason);

    public Task<TenantReply> OpenIncidentAsync(string tenant, IncidentWord word) => commands.OpenIncidentAsync(tenant, word);

    public Task<TenantReply> CloseIncidentAsync(string tenant, string name, string by, string reason) => commands.CloseIncidentAsync(tenant, name, by, reason);

    public Task<ScenarioReply> ActAsync(string tenant, string scenario, ScenarioActAsk ask) => commands.ActAsync(tenant, scenario, ask);

    public async Task<ScenarioBook> ReadScenarioAsync(string tenant, string scenario)
    {
        var reply = await commands.ReadScenarioAsync(tenant, scenario);
        return reply is { Standing: TwinStanding.Ready } ? reply.Book is { } book ? LedgerJson.Read<ScenarioBook>(book) : ScenarioBook.Empty
            : throw new StoreUnavailableException("The scenario cannot be read.");
    }
}
