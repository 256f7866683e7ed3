using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Twins as grains.</summary>
internal sealed class GrainCalls(IGrainFactory grains) : IAccountCalls
{
    public Task<ApplyAnswer> ApplyAsync(AccountKey account, SignalBatch batch) => Grain(account).Apply(batch);

    public Task<CheckpointAnswer> CheckpointAsync(AccountKey account, int stream, long offset) => Grain(account).Checkpoint(stream, offset);

    public Task<CheckpointAnswer> RecheckAsync(AccountKey account, int stream) => Grain(account).Recheck(stream);

    public Task ParkAsync(AccountKey account, string code, TimeSpan holdsFor) => Grain(account).Park(code, holdsFor);

    private IAccountGrain Grain(AccountKey account) => grains.GetGrain<IAccountGrain>(account.ToString());
}
