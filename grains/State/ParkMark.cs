using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.State;

/// <summary>The pumps' word that they put an account's signals aside. It fades unless it is repeated.</summary>
public sealed class ParkMark(TimeProvider clock)
{
    private AccountParkedView? _view;
    private DateTimeOffset _until;

    /// <summary>Null while signals reach the twin.</summary>
    public AccountParkedView? Present => _view is not null && clock.GetUtcNow() < _until ? _view : null;

    public void Set(string code, TimeSpan holdsFor)
    {
        var now = clock.GetUtcNow();
        _view = new AccountParkedView { Code = code, Since = Present?.Since ?? now };
        _until = now + holdsFor;
    }
}
