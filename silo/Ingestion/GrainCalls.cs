using AccountTwins.Domain.Accounts;
using AccountTwins.Grains;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Twins as grains.</summary>
internal sealed class GrainCalls(IGrainFactory grains) : IAccountCalls
{
    private readonly AccountGrains<IAccountGrain> _twins = new(grains);

    public Task<ApplyAnswer> ApplyAsync(AccountKey account, SignalBatch batch) => _twins.Of(account).Apply(batch);

    public Task<CheckpointAnswer> CheckpointAsync(AccountKey account, int stream, long offset) => _twins.Of(account).Checkpoint(stream, offset);

    public Task<CheckpointAnswer> RecheckAsync(AccountKey account, int stream) => _twins.Of(account).Recheck(stream);

    public Task ParkAsync(AccountKey account, string code, TimeSpan holdsFor) => _twins.Of(account).Park(code, holdsFor);
}
