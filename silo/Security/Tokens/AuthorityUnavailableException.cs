namespace AccountTwins.Silo.Security.Tokens;

/// <summary>The identity provider's keys cannot be had, so a token can be neither taken nor refused.</summary>
public sealed class AuthorityUnavailableException() : Exception("The keys of the identity provider cannot be read.");
