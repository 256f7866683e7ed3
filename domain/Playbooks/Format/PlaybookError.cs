using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>One thing that is wrong with a playbook file.</summary>
/// <param name="Line">From 1; 0 where the file as a whole is meant.</param>
/// <param name="Column">From 1; 0 where the file as a whole is meant.</param>
/// <param name="Path">Keys and positions from 0, <c>actions[3].caps.small</c>; empty for the file.</param>
/// <param name="Code">From <see cref="PlaybookCodes"/>.</param>
/// <param name="Text">A sentence for the author.</param>
public sealed record PlaybookError(int Line, int Column, string Path, string Code, string Text)
{
    public override string ToString() => $"{Line}:{Column} {(Path.Length == 0 ? "(file)" : Path)}: {Text} [{Code}]";
}

/// <summary>What reading a file gave: a playbook, or what is wrong with it; never both, so that a bad file cannot replace a good one.</summary>
public sealed record PlaybookReading
{
    /// <summary>More errors than this are not listed: fixing the first ones usually mends the rest.</summary>
    public const int ErrorsMax = 50;

    private PlaybookReading(Playbook? playbook, ValueList<PlaybookError> errors, bool hasMore) =>
        (Playbook, Errors, HasMore) = (playbook, errors, hasMore);

    /// <summary>Null exactly when there are errors.</summary>
    public Playbook? Playbook { get; }

    /// <summary>By line, at most <see cref="ErrorsMax"/>.</summary>
    public ValueList<PlaybookError> Errors { get; }

    /// <summary>There were more errors than are listed.</summary>
    public bool HasMore { get; }

    public static PlaybookReading Good(Playbook playbook) => new(playbook, [], false);

    public static PlaybookReading Bad(PlaybookErrors errors) =>
        errors.IsEmpty ? throw new ArgumentException("A bad reading says why.", nameof(errors)) : new(null, errors.Sorted(), errors.HasMore);
}

/// <summary>Gathers errors up to the limit.</summary>
public sealed class PlaybookErrors
{
    private readonly List<PlaybookError> _errors = [];

    public bool IsEmpty => _errors.Count == 0;

    public bool HasMore { get; private set; }

    public void Add(PlaybookNode at, string path, string code, string text) => Add(at.Line, at.Column, path, code, text);

    public void Add(int line, int column, string path, string code, string text)
    {
        if (_errors.Count < PlaybookReading.ErrorsMax)
            _errors.Add(new PlaybookError(line, column, path, code, text));
        else
            HasMore = true;
    }

    public ValueList<PlaybookError> Sorted() => [.. _errors.OrderBy(error => error.Line).ThenBy(error => error.Column)];
}
