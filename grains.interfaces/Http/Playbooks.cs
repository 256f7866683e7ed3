namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>The playbook in force.</summary>
public sealed record PlaybookAnswer
{
    public required string Version { get; init; }

    /// <summary>SHA-256 of the file's bytes.</summary>
    public required string Hash { get; init; }

    /// <summary>The one that this release ships with; nobody has applied another.</summary>
    public bool IsDefault { get; init; }

    public string? By { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>The file, word for word.</summary>
    public string? Text { get; init; }
}

/// <summary>Whether a file is a playbook.</summary>
public sealed record PlaybookCheckAnswer
{
    public required bool IsGood { get; init; }

    public string? Version { get; init; }

    public string? Hash { get; init; }

    public PlaybookFaultView[] Faults { get; init; } = [];
}

/// <summary>One thing wrong with a file, by its place.</summary>
public sealed record PlaybookFaultView(int Line, string Path, string Reason);

/// <summary>What a file would change.</summary>
public sealed record PlaybookDiffAnswer
{
    public required string FromVersion { get; init; }

    public required string ToVersion { get; init; }

    /// <summary>Of all changes together: neither, tightens, loosens or unclear.</summary>
    public required string Direction { get; init; }

    public PlaybookChangeView[] Changes { get; init; } = [];
}

/// <summary>One value that differs; null: not there.</summary>
public sealed record PlaybookChangeView(string Path, string? Before, string? After, string Direction);
