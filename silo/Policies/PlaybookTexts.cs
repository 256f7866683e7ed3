using System.Collections.Concurrent;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Policies;

/// <summary>
/// Playbooks by hash, each read and parsed once while it is in use. A tenant's default playbook is kept with its own texts when it first holds,
/// so that its decisions can be judged again after the default has changed. Safe from any thread.
/// </summary>
internal sealed class PlaybookTexts(IPlaybookStore store, IPlaybookReader reader, TimeProvider clock) : IPlaybookTexts
{
    /// <summary>Parsed playbooks in memory; beyond it the cache starts again.</summary>
    private const int ParsedMax = 256;

    private readonly ConcurrentDictionary<(string Tenant, string Hash), ParsedPlaybook> _known = new();
    private readonly ConcurrentDictionary<string, ParsedPlaybook> _parsed = new(StringComparer.Ordinal);
    private readonly Lazy<ParsedPlaybook> _default = new(() => new ParsedPlaybook(
        reader.Read(reader.Default).Playbook ?? throw new InvalidOperationException("The default playbook cannot be read.")));

    public async ValueTask<Playbook?> FindAsync(string tenant, string hash, CancellationToken cancellationToken) =>
        (await ParsedAsync(tenant, hash, cancellationToken))?.Playbook;

    /// <summary>The playbook in force, the default where <paramref name="hash"/> is null; null result: there is no such text, or it cannot be read.</summary>
    public async ValueTask<ParsedPlaybook?> ParsedAsync(string tenant, string? hash, CancellationToken cancellationToken)
    {
        var key = (tenant, hash ?? _default.Value.Playbook.Hash);
        if (_known.TryGetValue(key, out var known))
            return known;
        if (hash is null)
        {
            await store.SaveAsync(tenant, _default.Value.Playbook.Hash, reader.Default, clock.GetUtcNow(), cancellationToken);
            return Keep(_known, key, _default.Value);
        }

        if (await store.ReadAsync(tenant, hash, cancellationToken) is not { } text)
            return null;
        if (!_parsed.TryGetValue(hash, out var parsed))
        {
            if (reader.Read(text).Playbook is not { } playbook || playbook.Hash != hash)
                return null;
            parsed = Keep(_parsed, hash, new ParsedPlaybook(playbook));
        }

        return Keep(_known, key, parsed);
    }

    private static ParsedPlaybook Keep<TKey>(ConcurrentDictionary<TKey, ParsedPlaybook> cache, TKey key, ParsedPlaybook parsed)
        where TKey : notnull
    {
        if (cache.Count >= ParsedMax)
            cache.Clear();
        return cache.GetOrAdd(key, parsed);
    }
}

/// <summary>A playbook, and how likely renewals are as it assumes.</summary>
internal sealed class ParsedPlaybook(Playbook playbook)
{
    public Playbook Playbook => playbook;

    public SurvivalModels Survival { get; } = SurvivalModels.Fit(RenewalHistory.Empty, playbook.Value.Assumptions);
}
