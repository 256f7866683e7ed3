namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>A feed that is older than the caller accepts; no age: nothing was ever heard of it.</summary>
public sealed record StaleFeed(string Family, string State, long? AgeSeconds);
