using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Twins as grains.</summary>
internal sealed class GrainCalls(IGrainFactory grains) : IAccountCalls
{
    public Task<ApplyAnswer> ApplyAsync(AccountKey account, SignalBatch batch) => Grain(account).Apply(batch);

    public Task<CheckpointAnswer> CheckpointAsync(AccountKey account, int stream, long offset) => Grain(account).Checkpoint(stream, offset);

    public Task<TwinStanding> RecheckAsync(AccountKey account) => Grain(account).Recheck();

    public Task ParkAsync(AccountKey account, string code, TimeSpan holdsFor) => Grain(account).Park(code, holdsFor);

    private IAccountGrain Grain(AccountKey account) => grains.GetGrain<IAccountGrain>(account.ToString());
}
