using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Streams;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Grains.State;

/// <summary>
/// What one activation does with its twin: every change is decided and swapped in before the first await, and an answer that promises
/// durability comes only after the write that holds it. Needs no Orleans, so that the protocol can be simulated.
/// </summary>
public sealed partial class TwinSession(AccountKey key, ITwinStore store, Func<int, bool> isRetired, AwakeTwins awake, ILogger logger)
{
    private readonly DurableTwin _twin = new(key, store, isRetired, awake);

    public AccountKey Key => key;

    /// <summary>Which activation answers: Orleans may run two for a moment, and what one was found to be says nothing of the other.</summary>
    public Guid Activation => _twin.Activation;

    public AccountTwin Current => _twin.Current;

    /// <summary>Of <see cref="Current"/>, without waking it.</summary>
    public long Revision => _twin.Revision;

    /// <summary>True while memory holds what the row does not.</summary>
    public bool IsDirty => _twin.IsDirty;

    /// <summary>Signals of the account stand in dead letters: what the twin says lacks them. Null: none are known to.</summary>
    public AsideMark? Aside => _twin.Aside;

    /// <summary>What the twin's row must be for a decision to count; null while it has no row.</summary>
    public TwinCondition? Condition => _twin.Condition;

    public async Task<ApplyAnswer> ApplyAsync(SignalBatch batch)
    {
        if (await ChangeableAsync() is var standing and not TwinStanding.Ready)
            return new ApplyAnswer { Status = ApplyStatus.NotReady, Offset = Positions.Nothing, Standing = standing };

        var outcome = _twin.Current.Apply(batch.Stream, batch.PreviousOffset, SignalMapping.ToSignals(batch));
        if (outcome is ApplyOutcome.Applied applied)
            Swap(applied.Twin);
        else if (outcome is ApplyOutcome.Stopped stopped)
            Swap(stopped.Twin);
        return SignalMapping.ToAnswer(outcome, batch.Stream);
    }

    public async Task<AcceptAnswer> AcceptAsync(SignalBundle bundle)
    {
        if (await ChangeableAsync() is var standing and not TwinStanding.Ready)
            return new AcceptAnswer { Standing = standing };

        var outcome = _twin.Current.Accept(SignalMapping.ToSignals(bundle));
        Swap(outcome.Twin);
        return SignalMapping.ToAnswer(outcome, await PersistAsync());
    }

    public async Task<CheckpointAnswer> CheckpointAsync(int stream, long offset)
    {
        var standing = await ReadyAsync();
        if (standing == TwinStanding.Ready && _twin.DurablePosition(stream) < offset)
            standing = await PersistAsync();
        return new CheckpointAnswer(standing, _twin.DurablePosition(stream), Activation);
    }

    /// <summary>Looks at the row again: what the twin believes to be durable may be gone where a database was restored.</summary>
    public async Task<CheckpointAnswer> RecheckAsync(int stream)
    {
        // Who reads the row now need not compare it with itself.
        var isNew = _twin.IsUntouched;
        var standing = await ReadyAsync();
        if (standing == TwinStanding.Ready && !isNew)
            standing = StandingAfter(await _twin.RecheckAsync());
        return new CheckpointAnswer(standing, _twin.DurablePosition(stream), Activation);
    }

    /// <summary>Reads <see cref="Aside"/> again. Throws <see cref="StoreUnavailableException"/>.</summary>
    public Task LookAsideAsync(CancellationToken cancellationToken) => _twin.LookAsideAsync(cancellationToken);

    public async Task<AdvanceAnswer> AdvanceAsync(DateTimeOffset now)
    {
        if (await ReadyAsync() is var standing and not TwinStanding.Ready)
            return new AdvanceAnswer(standing, false);

        var before = _twin.Current;
        Swap(before.Advance(now));
        var changed = before.Revision != _twin.Revision;
        return new AdvanceAnswer(await PersistAsync(), changed);
    }

    /// <summary>Ready when there is an account to answer about.</summary>
    public async ValueTask<TwinStanding> KnownAsync()
    {
        var standing = await ReadyAsync();
        return standing == TwinStanding.Ready && !_twin.Exists ? TwinStanding.Unknown : standing;
    }

    /// <summary>Makes what is in memory durable, as far as the store lets it.</summary>
    public async Task<TwinStanding> PersistAsync() => StandingAfter(await _twin.PersistAsync());

    private TwinStanding StandingAfter(PersistEnd end)
    {
        if (end == PersistEnd.Superseded)
            LogSuperseded(key);
        return end switch
        {
            PersistEnd.Durable => TwinStanding.Ready,
            PersistEnd.Superseded => TwinStanding.Superseded,
            PersistEnd.Refused => TwinStanding.Refused,
            _ => TwinStanding.StoreUnavailable,
        };
    }

    /// <summary>Reads the row if that has not succeeded yet. A store that is away is an answer here, not an exception.</summary>
    public async ValueTask<TwinStanding> ReadyAsync()
    {
        if (_twin.Status == TwinStatus.Superseded)
            return TwinStanding.Superseded;
        try
        {
            await _twin.LoadAsync(CancellationToken.None);
            return TwinStanding.Ready;
        }
        catch (StoreUnavailableException exception)
        {
            LogStoreUnavailable(key, exception.Message);
            return TwinStanding.StoreUnavailable;
        }
        catch (UnreadableTwinException exception) when (exception.IsNewer)
        {
            LogNewer(key, exception.Message);
            return TwinStanding.Newer;
        }
        catch (UnreadableTwinException exception)
        {
            LogUnreadable(exception, key);
            return TwinStanding.Unreadable;
        }
    }

    /// <summary>Ready to take signals: what waits to be announced is written before more is brought about, whichever way it comes.</summary>
    private async ValueTask<TwinStanding> ChangeableAsync()
    {
        var standing = await ReadyAsync();
        return standing == TwinStanding.Ready && _twin.IsAnnouncingFull ? await PersistAsync() : standing;
    }

    private void Swap(AccountTwin changed)
    {
        if (changed.Revision != _twin.Revision)
            _twin.Swap(changed);
    }

    [LoggerMessage(2001, LogLevel.Warning, "Another activation of {Account} wrote its row; this one answers nothing more.")]
    private partial void LogSuperseded(AccountKey account);

    [LoggerMessage(2002, LogLevel.Debug, "The row of {Account} cannot be read now: {Reason}")]
    private partial void LogStoreUnavailable(AccountKey account, string reason);

    [LoggerMessage(2003, LogLevel.Error, "The stored twin of {Account} cannot be read.")]
    private partial void LogUnreadable(Exception exception, AccountKey account);

    [LoggerMessage(2004, LogLevel.Warning, "The row of {Account} is left to silos of a newer release: {Reason}")]
    private partial void LogNewer(AccountKey account, string reason);
}
