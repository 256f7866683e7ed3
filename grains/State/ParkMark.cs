using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.State;

/// <summary>
/// The pumps' word that they are putting an account's signals aside, for as long as no letter of it stands. It fades unless it is repeated; the
/// <see cref="AsideMark"/> that comes with the letters does not.
/// </summary>
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
