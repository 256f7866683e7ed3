using AccountTwins.Silo.Security.Tokens;

namespace AccountTwins.Silo.Security;

/// <summary>The ways from what a caller sends to who they are: our own keys, and tokens of an identity provider where one is configured.</summary>
public sealed class Credentials(ApiKeys keys, BearerTokens tokens)
{
    /// <summary>The credential of what was verified lately. Null says nothing of it.</summary>
    public Credential? Recall(ReadOnlySpan<char> text) => tokens.IsMine(text) ? tokens.Recall(text) : keys.Recall(text);

    /// <summary>What can be said of it before its secret or signature is looked at. Throws <see cref="Grains.State.StoreUnavailableException"/>.</summary>
    public async ValueTask<Promise> PromiseOfAsync(string text, CancellationToken cancellationToken)
    {
        if (tokens.IsMine(text))
            return tokens.IsOfIssuer(text) ? Promise.Signature : Promise.None;
        return await keys.ExistsAsync(text, cancellationToken) ? Promise.Key : Promise.None;
    }

    /// <summary>
    /// The credential, or null for what is no good. Throws <see cref="Grains.State.StoreUnavailableException"/> and
    /// <see cref="AuthorityUnavailableException"/> where it cannot be judged.
    /// </summary>
    public ValueTask<Credential?> VerifyAsync(string text, CancellationToken cancellationToken) =>
        tokens.IsMine(text) ? tokens.VerifyAsync(text, cancellationToken) : keys.VerifyAsync(text, cancellationToken);
}

/// <summary>How much a look at a credential promises.</summary>
public enum Promise
{
    /// <summary>It is no good, whatever else is in it.</summary>
    None,

    /// <summary>It says that it is of the identity provider, as anybody may; its signature is to be computed.</summary>
    Signature,

    /// <summary>There is a key of its id; its secret is compared with what is remembered.</summary>
    Key,
}
