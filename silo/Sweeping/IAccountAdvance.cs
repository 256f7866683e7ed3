using AccountTwins.Domain.Accounts;
using AccountTwins.Grains;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Sweeping;

/// <summary>Lets time alone act on one twin. May throw, hang, or take effect although it threw: advancing twice changes nothing.</summary>
public interface IAccountAdvance
{
    Task<TwinStanding> AdvanceAsync(AccountKey account, CancellationToken cancellationToken);
}

/// <summary>Twins as grains. A call that is under way is not cancelled; who asked stops waiting.</summary>
internal sealed class GrainAdvance(IGrainFactory grains) : IAccountAdvance
{
    private readonly AccountGrains<IAccountGrain> _twins = new(grains);

    public async Task<TwinStanding> AdvanceAsync(AccountKey account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return (await _twins.Of(account).Advance()).Standing;
    }
}
