using System.Collections.Immutable;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>A piece of a playbook file as it was written, with its place. What the file's syntax is does not matter from here on.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public abstract record PlaybookNode(int Line, int Column);

/// <summary>A single value.</summary>
/// <param name="IsPlain">Written without quotes, so that it may stand for a number, a truth value or nothing.</param>
public sealed record ScalarNode(int Line, int Column, string Value, bool IsPlain) : PlaybookNode(Line, Column);

public sealed record ListNode(int Line, int Column, ImmutableArray<PlaybookNode> Items) : PlaybookNode(Line, Column);

/// <summary>Keys in their order; a key may stand there twice, which the reader refuses.</summary>
public sealed record MapNode(int Line, int Column, ImmutableArray<KeyedNode> Entries) : PlaybookNode(Line, Column)
{
    public PlaybookNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                    return entry.Value;
            }

            return null;
        }
    }
}

/// <summary>A key, its own place and what belongs to it.</summary>
public sealed record KeyedNode(string Key, int Line, int Column, PlaybookNode Value);
