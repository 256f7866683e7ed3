using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security.Tokens;

namespace AccountTwins.Silo.Security;

/// <summary>
/// Looks again at what a caller sent, for as long as it is served: a stream outlives the look at its key by far. Once a second for each key or token, however
/// many streams it has, and by the same memory as requests; so a stream ends when its requests would be refused, and costs the store nothing more than they do.
/// </summary>
internal sealed class CredentialWatches(Credentials credentials, TimeProvider clock)
{
    /// <summary>Added to the time for which what was said of a key is remembered.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Offered, Credential Was), Look> _looks = [];

    /// <summary>Keys and tokens that are looked at.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _looks.Count;
        }
    }

    /// <summary>Until it is disposed. Whatever else the credential becomes ends it, more scopes too: the caller comes back, and is judged anew.</summary>
    public CredentialWatch Begin(string offered, Credential was)
    {
        lock (_gate)
        {
            if (!_looks.TryGetValue((offered, was), out var look) || look.Ended.IsCancellationRequested)
            {
                _looks[(offered, was)] = look = new Look();
                _ = LookAsync(look, offered, was);
            }

            look.Watches++;
            return new CredentialWatch(look, () => Leave(look, (offered, was)));
        }
    }

    private void Leave(Look look, (string, Credential) place)
    {
        lock (_gate)
        {
            if (--look.Watches > 0)
                return;
            look.Left.Cancel();
            if (_looks.TryGetValue(place, out var present) && ReferenceEquals(present, look))
                _looks.Remove(place);
        }
    }

    private async Task LookAsync(Look look, string offered, Credential was)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(look.Left.Token))
            {
                if (await FaultOfAsync(offered, was, look.Left.Token) is { } fault)
                {
                    look.End(fault);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (look.Left.IsCancellationRequested)
        {
            // The last watch has ended.
        }
    }

    private async Task<ReasonCode?> FaultOfAsync(string offered, Credential was, CancellationToken left)
    {
        try
        {
            var now = credentials.Recall(offered) ?? await credentials.VerifyAsync(offered, left);
            return now is null ? ReasonCodes.Unauthenticated : now != was ? ReasonCodes.Forbidden : null;
        }
        catch (StoreUnavailableException)
        {
            return ReasonCodes.StoreUnavailable;
        }
        catch (AuthorityUnavailableException)
        {
            return ReasonCodes.AuthorityUnavailable;
        }
        catch (Exception) when (!left.IsCancellationRequested)
        {
            // A look that fails must not leave a stream that nobody looks at.
            return ReasonCodes.Internal;
        }
    }

    /// <summary>One for all watches of a key or token.</summary>
    internal sealed class Look
    {
        private readonly CancellationTokenSource _ended = new();

        public CancellationToken Ended => _ended.Token;

        public ReasonCode? Reason { get; private set; }

        public CancellationTokenSource Left { get; } = new();

        public int Watches { get; set; }

        public void End(ReasonCode reason)
        {
            Reason = reason;
            _ended.Cancel();
        }
    }
}

/// <summary>Whether a caller may still be served; given back when it is disposed.</summary>
internal sealed class CredentialWatch(CredentialWatches.Look look, Action leave) : IDisposable
{
    private int _left;

    public CancellationToken Ended => look.Ended;

    /// <summary>Why it has ended.</summary>
    public ReasonCode Reason => look.Reason ?? throw new InvalidOperationException("The caller may still be served.");

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
            leave();
    }
}
