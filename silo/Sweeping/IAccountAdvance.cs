using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Sweeping;

/// <summary>Lets time alone act on one twin. May throw, hang, or take effect although it threw: advancing twice changes nothing.</summary>
public interface IAccountAdvance
{
    Task AdvanceAsync(AccountKey account, CancellationToken cancellationToken);
}
