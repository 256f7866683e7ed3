using AccountTwins.Domain.Accounts;
using Orleans.Runtime;

namespace AccountTwins.Grains;

/// <summary>
/// The grains of accounts, by key. Orleans finds out a grain's type and interface from the attributes of the interface with each
/// <c>GetGrain&lt;T&gt;(key)</c> and keeps nothing of it, a fifteenth of what a context over HTTP costs. Here it is asked once: a silo knows its own grains.
/// </summary>
/// <typeparam name="TGrain">An interface of the account's grain.</typeparam>
public sealed class AccountGrains<TGrain>(IGrainFactory grains)
    where TGrain : class, IGrainWithStringKey
{
    private Kind? _kind;

    public TGrain Of(AccountKey key)
    {
        if (_kind is { } kind)
            return (TGrain)grains.GetGrain(GrainId.Create(kind.Grain, key.ToString()), kind.Interface);
        var first = grains.GetGrain<TGrain>(key.ToString());
        _kind = new Kind(first.GetGrainId().Type, ((GrainReference)(object)first).InterfaceType);
        return first;
    }

    private sealed record Kind(GrainType Grain, GrainInterfaceType Interface);
}
