using AccountTwins.Domain.Accounts;
using AccountTwins.Grains;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Api;

/// <summary>Asks the twins. An activation that was superseded is asked once more: the next call finds the one that replaced it.</summary>
public sealed class GrainAccounts(IGrainFactory grains) : IAccounts
{
    private readonly AccountGrains<IAccountGrain> _twins = new(grains);

    public async Task<AccountReading> ReadAsync(AccountKey key)
    {
        var reading = await _twins.Of(key).Read();
        return reading.Standing == TwinStanding.Superseded ? await _twins.Of(key).Read() : reading;
    }

    public async Task<TimelineReading> ReadTimelineAsync(AccountKey key)
    {
        var reading = await _twins.Of(key).ReadTimeline();
        return reading.Standing == TwinStanding.Superseded ? await _twins.Of(key).ReadTimeline() : reading;
    }

    /// <summary>Repeating is safe: signals are known by source and id.</summary>
    public async Task<AcceptAnswer> AcceptAsync(AccountKey key, SignalBundle bundle)
    {
        var answer = await _twins.Of(key).Accept(bundle);
        return answer.Standing == TwinStanding.Superseded ? await _twins.Of(key).Accept(bundle) : answer;
    }
}
