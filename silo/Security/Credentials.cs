using AccountTwins.Silo.Security.Tokens;

namespace AccountTwins.Silo.Security;

/// <summary>The ways from what a caller sends to who they are: our own keys, and tokens of an identity provider where one is configured.</summary>
public sealed class Credentials(ApiKeys keys, BearerTokens tokens)
{
    /// <summary>The credential of what was verified lately. Null says nothing of it.</summary>
    public Credential? Recall(ReadOnlySpan<char> text) => tokens.IsMine(text) ? tokens.Recall(text) : keys.Recall(text);

    /// <summary>Whether it is of a key that is in use here, so that looking at it again is no guess.</summary>
    public bool Knows(ReadOnlySpan<char> text) => !tokens.IsMine(text) && keys.Knows(text);

    /// <summary>
    /// The credential, or null for what is no good. Throws <see cref="Grains.State.StoreUnavailableException"/> and
    /// <see cref="AuthorityUnavailableException"/> where it cannot be judged.
    /// </summary>
    public ValueTask<Credential?> VerifyAsync(string text, CancellationToken cancellationToken) =>
        tokens.IsMine(text) ? tokens.VerifyAsync(text, cancellationToken) : keys.VerifyAsync(text, cancellationToken);
}
