using AccountTwins.StandIns.Engine;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    [GenerateSerializer, Immutable]
    public sealed class SimpleGrainStatistic
    {
        [Id(0)]
        public string GrainType { get; init; } = null!;

        [Id(1)]
        public SiloAddress SiloAddress { get; init; } = null!;

        [Id(2)]
        public int ActivationCount { get; init; }
    }

    /// <summary>The part of the management grain that one silo can answer; reached by GetGrain&lt;IManagementGrain&gt;(0).</summary>
    public interface IManagementGrain : IGrainWithIntegerKey
    {
        Task ForceActivationCollection(SiloAddress[] hostsIds, TimeSpan ageLimit);

        Task ForceActivationCollection(TimeSpan ageLimit);

        Task<int> GetTotalActivationCount();

        Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics();

        ValueTask<List<GrainId>> GetActiveGrains(GrainType type);

        ValueTask<SiloAddress?> GetActivationAddress(IAddressable reference);
    }
}

namespace AccountTwins.StandIns.Engine
{
    [StatelessWorker]
    internal sealed class ManagementGrain(GrainEngine engine) : Grain, IManagementGrain
    {
        private IEnumerable<Activation> Application => engine.Activations.Where(each => each.Class.Type != typeof(ManagementGrain));

        public Task ForceActivationCollection(SiloAddress[] hostsIds, TimeSpan ageLimit) => ForceActivationCollection(ageLimit);

        public Task ForceActivationCollection(TimeSpan ageLimit) => engine.DeactivateAsync(
            each => each.Class.Type != typeof(ManagementGrain) && each.Class.CollectionAge is not null && each.IsIdleFor(ageLimit),
            new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Collection was forced."));

        public Task<int> GetTotalActivationCount() => Task.FromResult(engine.Activations.Count());

        public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => Task.FromResult<SimpleGrainStatistic[]>(
            [.. Application.GroupBy(each => each.Class.Type).Select(each => new SimpleGrainStatistic { GrainType = each.Key.FullName!, SiloAddress = engine.SiloAddress, ActivationCount = each.Count() })]);

        public ValueTask<List<GrainId>> GetActiveGrains(GrainType type) => ValueTask.FromResult<List<GrainId>>(
            [.. engine.Activations.Where(each => each.GrainId.Type == type).Select(each => each.GrainId)]);

        public ValueTask<SiloAddress?> GetActivationAddress(IAddressable reference) =>
            ValueTask.FromResult(engine.TryFind(reference.GetGrainId(), out _) ? engine.SiloAddress : null);
    }
}
