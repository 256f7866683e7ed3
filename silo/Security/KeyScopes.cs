using System.Collections.Immutable;

namespace AccountTwins.Silo.Security;

/// <summary>What a key may do. Stored as words, so numbers may change; <see cref="Admin"/> may do everything its tenant has.</summary>
[Flags]
public enum KeyScopes
{
    None = 0,

    /// <summary>An AI agent: reads accounts and their context.</summary>
    Agent = 1,

    /// <summary>An integrator: sends signals.</summary>
    Signals = 2,

    /// <summary>A person who reviews and looks after accounts.</summary>
    Reviewer = 4,

    /// <summary>Reads accounts and the portfolio.</summary>
    Reader = 8,

    /// <summary>Monitoring: health and metrics.</summary>
    Ops = 16,

    Admin = 32,

    /// <summary>A reviewer who leads others: approves what takes more than a CSM.</summary>
    Lead = 64,

    /// <summary>A reviewer with the highest authority.</summary>
    Executive = 128,
}

/// <summary>The written form of scopes: lower-case words, comma between, in a fixed order.</summary>
public static class KeyScopesText
{
    private static readonly (KeyScopes Scope, string Word)[] Words =
    [
        (KeyScopes.Agent, "agent"), (KeyScopes.Signals, "signals"), (KeyScopes.Reviewer, "reviewer"),
        (KeyScopes.Reader, "reader"), (KeyScopes.Ops, "ops"), (KeyScopes.Admin, "admin"),
        (KeyScopes.Lead, "lead"), (KeyScopes.Executive, "executive"),
    ];

    /// <summary>Every scope that a key may carry.</summary>
    public static ImmutableArray<KeyScopes> Each { get; } = [.. Words.Select(word => word.Scope)];

    public static string Write(KeyScopes scopes) =>
        string.Join(',', Words.Where(word => (scopes & word.Scope) != 0).Select(word => word.Word));

    /// <summary>Words that this release does not know give no right.</summary>
    public static KeyScopes Read(string text)
    {
        var scopes = KeyScopes.None;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var (scope, word) in Words)
            {
                if (part == word)
                    scopes |= scope;
            }
        }

        return scopes;
    }
}
