using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Settings;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Silo.Value;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>Settings in memory, by the domain's own rules.</summary>
internal sealed class FakeSettings : ISettings
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, byte[]> _texts = [];

    public TenantSettings Now { get; set; } = TenantSettings.Empty;

    public ScenarioBook Book { get; set; } = ScenarioBook.Empty;

    public ScenarioActAsk? Acted { get; private set; }

    public string? ActRefusal { get; set; }

    public Task<TenantSettings> ReadAsync(string tenant, CancellationToken cancellationToken) => Task.FromResult(Now);

    public Task<TenantReply> ApplyPlaybookAsync(string tenant, byte[] text, string by, CancellationToken cancellationToken)
    {
        var playbook = PlaybookReader.Read(text).Playbook!;
        _texts[playbook.Hash] = text;
        return Add(new TenantEntry.PlaybookApplied(playbook.Hash, playbook.Version, by));
    }

    public Task<byte[]?> TextAsync(string tenant, string hash, CancellationToken cancellationToken) => Task.FromResult(_texts.GetValueOrDefault(hash));

    public Task<TenantReply> ThrowSwitchAsync(string tenant, string? segment, string? action, string by, string reason, CancellationToken cancellationToken) =>
        Add(new TenantEntry.SwitchThrown(segment, action, by, reason));

    public Task<TenantReply> TakeBackSwitchAsync(string tenant, string name, string by, string reason) => Add(new TenantEntry.SwitchTakenBack(name, by, reason));

    public Task OpenBreakerAsync(string release) => Add(new TenantEntry.BreakerOpened(release, "over_budget"));

    public Task<TenantReply> ResetBreakerAsync(string tenant, string release, string by, string reason) => Add(new TenantEntry.BreakerReset(release, by, reason));

    public Task<TenantReply> OpenIncidentAsync(string tenant, IncidentWord word) =>
        Add(new TenantEntry.IncidentDeclared(word.Name, word.By, word.Reason, word.Topic));

    public Task<TenantReply> CloseIncidentAsync(string tenant, string name, string by, string reason) =>
        Add(new TenantEntry.IncidentEnded(name, by, reason));

    public Task<ScenarioReply> ActAsync(string tenant, string scenario, ScenarioActAsk ask)
    {
        Acted = ask;
        return Task.FromResult(new ScenarioReply { Standing = TwinStanding.Ready, Refusal = ActRefusal });
    }

    public Task<ScenarioBook> ReadScenarioAsync(string tenant, string scenario) => Task.FromResult(Book);

    private Task<TenantReply> Add(TenantEntry entry)
    {
        var refusal = Now.Refusal(entry);
        if (refusal is null)
            Now = Now.With(entry, At);
        return Task.FromResult(new TenantReply { Standing = TwinStanding.Ready, Refusal = refusal });
    }
}

/// <summary>An audit that says what the test wants, after some progress.</summary>
internal sealed class FakeAudit : ILedgerAudit
{
    public LedgerAuditReport Report { get; set; } = new(default, null, [], false);

    public bool IsAway { get; set; }

    public List<LedgerRoot> Roots { get; } = [];

    /// <summary>A check that begins now ends only when this has.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string[]> TenantsBehindAsync(CancellationToken cancellationToken) => Task.FromResult<string[]>([]);

    public Task<LedgerRoot?> WriteRootAsync(string tenant, DateTimeOffset at, CancellationToken cancellationToken) => Task.FromResult<LedgerRoot?>(null);

    public Task<LedgerRoot?> ReadRootAsync(string tenant, long? number, CancellationToken cancellationToken) => IsAway
        ? throw new StoreUnavailableException("away")
        : Task.FromResult(tenant == ApiHost.Tenant ? Roots.LastOrDefault(root => number is null || root.Number == number) : null);

    public async Task<LedgerAuditReport> VerifyAsync(string tenant, IProgress<LedgerAuditProgress>? progress, CancellationToken cancellationToken)
    {
        var until = Until;
        Began.TrySetResult();
        if (IsAway)
            throw new StoreUnavailableException("away");
        progress?.Report(new LedgerAuditProgress(1, 2, 3));
        await until.WaitAsync(cancellationToken);
        return Report;
    }
}

/// <summary>Knows the default playbook alone.</summary>
internal sealed class DefaultPlaybookText : IPlaybookTexts
{
    public ValueTask<Playbook?> FindAsync(string tenant, string hash, CancellationToken cancellationToken) =>
        ValueTask.FromResult(hash == DefaultPlaybook.Value.Hash ? DefaultPlaybook.Value : null);
}

/// <summary>A tenant without any renewals yet.</summary>
internal sealed class NoValueModels : IValueModels
{
    public Task<ValueModelsAnswer> ReadAsync(string tenant, CancellationToken cancellationToken) => Task.FromResult(new ValueModelsAnswer { Playbook = "none" });
}
