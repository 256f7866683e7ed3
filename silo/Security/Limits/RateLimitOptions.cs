using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Security.Limits;

/// <summary>
/// How many requests this silo takes. Section <c>RateLimits</c>. What a silo can bear depends on its machine, so keys have no limit until
/// one is set; attempts without a good key have one from the start.
/// </summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>A number beyond is a slip, and is found at the start.</summary>
    public const int PerSecondMax = 1_000_000;

    /// <summary>Requests a second of a key with the scope agent; 0, the default, is no limit.</summary>
    [Range(0, PerSecondMax)]
    public int Agent { get; set; }

    /// <summary>Requests a second of a key with signals; a batch is one. Default 0, no limit.</summary>
    [Range(0, PerSecondMax)]
    public int Signals { get; set; }

    /// <summary>Requests a second of a key with reviewer, lead or executive. Default 0, no limit.</summary>
    [Range(0, PerSecondMax)]
    public int Reviewer { get; set; }

    /// <summary>Requests a second of a key with reader. Default 0, no limit.</summary>
    [Range(0, PerSecondMax)]
    public int Reader { get; set; }

    /// <summary>Requests a second of a key with ops. Default 0, no limit.</summary>
    [Range(0, PerSecondMax)]
    public int Ops { get; set; }

    /// <summary>Requests a second of a key with admin. Default 0, no limit.</summary>
    [Range(0, PerSecondMax)]
    public int Admin { get; set; }

    /// <summary>Requests a second of all keys of a tenant together. Default 0, no limit.</summary>
    [Range(0, PerSecondMax)]
    public int Tenant { get; set; }

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
