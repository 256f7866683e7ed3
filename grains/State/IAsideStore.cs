using AccountTwins.Domain.Accounts;

namespace AccountTwins.Grains.State;

/// <summary>
/// Which accounts have signals in dead letters that their twins lack: one mark an account, in the twins' own database, read with the twin's
/// row (<see cref="ITwinStore.ReadAsync"/>). It never fades. All throw <see cref="StoreUnavailableException"/>, and then it may have taken effect.
/// </summary>
public interface IAsideStore
{
    /// <summary>Counts signals that were put aside; the account's first make the mark, with why.</summary>
    Task AddAsync(AccountKey key, string code, int signals, CancellationToken cancellationToken);

    /// <summary>Removes a mark that is still as it was read. False: it is gone, or more signals were put aside since.</summary>
    Task<bool> TryRemoveAsync(AccountKey key, AsideMark mark, CancellationToken cancellationToken);
}

/// <summary>Signals of an account stand in dead letters.</summary>
/// <param name="Code">Why the first ones do.</param>
/// <param name="Since">When the first ones were put there.</param>
/// <param name="Signals">Letters since then; one that was written twice counts twice.</param>
public sealed record AsideMark(string Code, DateTimeOffset Since, long Signals);
