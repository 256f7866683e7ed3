using System.Text.Json.Nodes;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>
/// What a value of the file may look like. One description serves three readers: the check of a file, the JSON Schema for editors and
/// the table of keys for people, so that they cannot disagree.
/// </summary>
public abstract record Shape
{
    /// <summary>For the table of keys, a few words.</summary>
    public abstract string Words { get; }

    /// <summary>Adds what is wrong; nothing where the node can be read without another look.</summary>
    internal abstract void Check(PlaybookNode node, string path, PlaybookErrors errors);

    internal abstract JsonObject Schema();

    /// <summary>Draft 2020-12 for one value of this shape.</summary>
    private protected static JsonArray Strings(IEnumerable<string> words) => [.. words.Select(word => (JsonNode)word)];

    private protected static string NameOf(PlaybookNode node) => node switch
    {
        MapNode => "a group of keys",
        ListNode => "a list",
        ScalarNode { IsPlain: true, Value: "" } => "nothing",
        ScalarNode scalar => $"'{(scalar.Value.Length > 40 ? scalar.Value[..40] + "…" : scalar.Value)}'",
        _ => "something else",
    };
}

/// <summary>A shape for a single value.</summary>
public abstract record ScalarShape : Shape
{
    internal sealed override void Check(PlaybookNode node, string path, PlaybookErrors errors)
    {
        if (node is ScalarNode scalar)
            CheckScalar(scalar, path, errors);
        else
            errors.Add(node, path, PlaybookCodes.WrongType, $"This is {NameOf(node)}; it should be {Words}.");
    }

    private protected abstract void CheckScalar(ScalarNode scalar, string path, PlaybookErrors errors);
}
