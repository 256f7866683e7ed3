using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Security.Limits;

/// <summary>
/// How many requests this silo takes. Section <c>RateLimits</c>. What a silo can bear depends on its machine; the defaults are far beyond what programs and people ask
/// in earnest and a part of what two cores bear, so that a loop gone wild in one tenant leaves room for the others.
/// </summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>A number beyond is a slip, and is found at the start.</summary>
    public const int PerSecondMax = 1_000_000;

    /// <summary>Requests a second of a key with the scope agent; 0 is no limit. Default 5,000: a context each for 300,000 conversations a minute.</summary>
    [Range(0, PerSecondMax)]
    public int Agent { get; set; } = 5_000;

    /// <summary>Requests a second of a key with signals; a batch is one. Default 5,000.</summary>
    [Range(0, PerSecondMax)]
    public int Signals { get; set; } = 5_000;

    /// <summary>Requests a second of a key with reviewer, lead or executive. Default 1,000: people ask less than programs.</summary>
    [Range(0, PerSecondMax)]
    public int Reviewer { get; set; } = 1_000;

    /// <summary>Requests a second of a key with reader. Default 1,000: lists and searches cost more than contexts.</summary>
    [Range(0, PerSecondMax)]
    public int Reader { get; set; } = 1_000;

    /// <summary>Requests a second of a key with ops. Default 1,000.</summary>
    [Range(0, PerSecondMax)]
    public int Ops { get; set; } = 1_000;

    /// <summary>Requests a second of a key with admin. Default 5,000: who tries it out has this one key for everything.</summary>
    [Range(0, PerSecondMax)]
    public int Admin { get; set; } = 5_000;

    /// <summary>Requests a second of all keys of a tenant together. Default 10,000: two of its busiest keys; 0 is no limit.</summary>
    [Range(0, PerSecondMax)]
    public int Tenant { get; set; } = 10_000;

    /// <summary>Attempts a second without a good key, from one remote address (of IPv6: its /64). Default 20: more than a mistaken program makes, less than guessing takes; 0 is no limit.</summary>
    [Range(0, PerSecondMax)]
    public int Attempts { get; set; } = 20;

    /// <summary>Seconds for which what is not used is saved up, and may then be used at once. Default 10.</summary>
    [Range(1, 3600)]
    public int BurstSeconds { get; set; } = 10;

    /// <summary>Requests a second of a key with these scopes: the highest of theirs; 0 where one of them has no limit.</summary>
    public int Of(KeyScopes scopes)
    {
        var highest = 0;
        foreach (var scope in KeyScopesText.Each)
        {
            if ((scopes & scope) == 0)
                continue;
            var limit = One(scope);
            if (limit == 0)
                return 0;
            highest = Math.Max(highest, limit);
        }

        return highest;
    }

    private int One(KeyScopes scope) => scope switch
    {
        KeyScopes.Agent => Agent,
        KeyScopes.Signals => Signals,
        KeyScopes.Reader => Reader,
        KeyScopes.Ops => Ops,
        KeyScopes.Admin => Admin,
        _ => Reviewer,
    };
}
