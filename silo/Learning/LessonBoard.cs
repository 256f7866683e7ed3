using System.Collections.Concurrent;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Learning.Lessons;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Policies;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Learning;

/// <summary>
/// The shelves of the tenants whose agents read contexts here. A shelf is swapped whole and fetched again every few seconds; one that cannot be
/// fetched stays as it was.
/// </summary>
internal sealed partial class LessonBoard(IGrainFactory grains, IOptions<PolicyOptions> options, TimeProvider clock, ILogger<LessonBoard> logger) : ILessons
{
    /// <summary>What the first reader of a tenant waits at most: a context is wanted within milliseconds.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Held> _tenants = new(StringComparer.Ordinal);
    private bool _isFailing;

    public ValueTask<LessonShelf> ShelfAsync(string tenant, CancellationToken cancellationToken)
    {
        if (!_tenants.TryGetValue(tenant, out var held))
            return FirstAsync(tenant, cancellationToken);
        held.UsedAt = clock.GetTimestamp();
        return new(held.Shelf);
    }

    public async Task<LessonBook> ReadAsync(string tenant)
    {
        var reply = await Grain(tenant).ReadLessons(-1);
        return reply is { Standing: TwinStanding.Ready, Book: { } book } ? LedgerJson.Read<LessonBook>(book) : throw new StoreUnavailableException("The tenant's lessons cannot be read.");
    }

    public async Task<LessonsReply> DecideAsync(string tenant, LessonAsk ask, CancellationToken cancellationToken)
    {
        var reply = await Grain(tenant).Decide(ask);
        if (reply is { Standing: TwinStanding.Ready, Refusal: null } && _tenants.TryGetValue(tenant, out var held))
            await FetchAsync(tenant, held, Deadline, cancellationToken);
        return reply;
    }

    /// <summary>Fetches what has changed, and forgets tenants that nobody asks about.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        var isFailing = false;
        foreach (var (tenant, held) in _tenants)
        {
            if (clock.GetElapsedTime(held.UsedAt) > options.Value.ForgetAfter)
                _tenants.TryRemove(tenant, out _);
            else
                isFailing |= !await FetchAsync(tenant, held, Deadline, cancellationToken);
        }

        if (isFailing && !_isFailing)
            LogFailing();
        if (!isFailing && _isFailing)
            LogRecovered();
        _isFailing = isFailing;
    }

    private async ValueTask<LessonShelf> FirstAsync(string tenant, CancellationToken cancellationToken)
    {
        if (_tenants.Count >= options.Value.TenantsMax)
            return LessonShelf.Empty;
        var held = _tenants.GetOrAdd(tenant, _ => new Held { UsedAt = clock.GetTimestamp() });
        await FetchAsync(tenant, held, FirstWait, cancellationToken);
        return held.Shelf;
    }

    /// <summary>False when they could not be had.</summary>
    private async Task<bool> FetchAsync(string tenant, Held held, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await Grain(tenant).ReadLessons(held.Version).WaitAsync(atMost, clock, cancellationToken);
            if (reply.Standing != TwinStanding.Ready)
                return false;
            if (reply.Book is { } book)
                held.Put(new LessonShelf(LedgerJson.Read<LessonBook>(book)), reply.Version);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotFetched(exception, tenant);
            return false;
        }
    }

    private ILessonGrain Grain(string tenant) => grains.GetGrain<ILessonGrain>(tenant);

    [LoggerMessage(3630, LogLevel.Warning, "Lessons cannot be fetched; agents are shown those that this silo knows.")]
    private partial void LogFailing();

    [LoggerMessage(3631, LogLevel.Information, "Lessons can be fetched again.")]
    private partial void LogRecovered();

    [LoggerMessage(3632, LogLevel.Debug, "The lessons of tenant {Tenant} could not be fetched.")]
    private partial void LogNotFetched(Exception exception, string tenant);

    /// <summary>One tenant's shelf. An answer that was overtaken by a newer one is dropped.</summary>
    private sealed class Held
    {
        private readonly Lock _gate = new();
        private volatile LessonShelf _shelf = LessonShelf.Empty;
        private long _usedAt;
        private long _version = -1;

        public LessonShelf Shelf => _shelf;

        public long Version => Volatile.Read(ref _version);

        public long UsedAt
        {
            get => Volatile.Read(ref _usedAt);
            set => Volatile.Write(ref _usedAt, value);
        }

        public void Put(LessonShelf shelf, long version)
        {
            lock (_gate)
            {
                if (version < _version)
                    return;
                _shelf = shelf;
                Volatile.Write(ref _version, version);
            }
        }
    }
}
