using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Api;

/// <summary>The accounts as the API needs them; the twins behind it are grains (<see cref="GrainAccounts"/>) or a test's own.</summary>
public interface IAccounts
{
    Task<AccountReading> ReadAsync(AccountKey key);

    Task<TimelineReading> ReadTimelineAsync(AccountKey key);

    /// <summary>One account's part of a request; what is not listed as refused is durable when this answers Ready.</summary>
    Task<AcceptAnswer> AcceptAsync(AccountKey key, SignalBundle bundle);
}
