using System.Text.Json.Nodes;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>A list of one shape, of bounded length.</summary>
/// <param name="IsSet">Single values that may stand there only once.</param>
internal sealed record ListShape(Shape Item, int Max, int Min = 0, bool IsSet = false) : Shape
{
    public override string Words => Item is MapShape ? $"list, at most {Max}" : $"list of: {Item.Words}; at most {Max}";

    internal override void Check(PlaybookNode node, string path, PlaybookErrors errors)
    {
        if (node is not ListNode list)
        {
            errors.Add(node, path, PlaybookCodes.WrongType, $"This is {NameOf(node)}; it should be a list.");
            return;
        }

        if (list.Items.Length < Min)
            errors.Add(node, path, PlaybookCodes.TooFew, $"This has {list.Items.Length} items; it needs {Min}.");
        if (list.Items.Length > Max)
            errors.Add(node, path, PlaybookCodes.TooMany, $"This has {list.Items.Length} items; it may have {Max}.");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < Math.Min(list.Items.Length, Max); index++)
        {
            var item = list.Items[index];
            Item.Check(item, $"{path}[{index}]", errors);
            if (IsSet && item is ScalarNode scalar && !seen.Add(scalar.Value))
                errors.Add(item, $"{path}[{index}]", PlaybookCodes.DuplicateItem, $"{NameOf(item)} stands here twice.");
        }
    }

    internal override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Item.Schema(), ["maxItems"] = Max };
        if (Min > 0)
            schema["minItems"] = Min;
        if (IsSet)
            schema["uniqueItems"] = true;
        return schema;
    }
}

/// <summary>A closed group of keys.</summary>
internal sealed record MapShape(IReadOnlyList<PlaybookKey> Keys) : Shape
{
    public override string Words => "group";

    internal override void Check(PlaybookNode node, string path, PlaybookErrors errors)
    {
        if (node is not MapNode map)
        {
            errors.Add(node, path, PlaybookCodes.WrongType, $"This is {NameOf(node)}; it should be a group of keys: {string.Join(", ", Keys.Select(key => key.Name))}.");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var inner = Join(path, entry.Key);
            if (!seen.Add(entry.Key))
                errors.Add(entry.Line, entry.Column, inner, PlaybookCodes.DuplicateKey, $"The key {entry.Key} stands here twice.");
            else if (Keys.FirstOrDefault(key => key.Name == entry.Key) is { } known)
                known.Shape.Check(entry.Value, inner, errors);
            else
                errors.Add(entry.Line, entry.Column, inner, PlaybookCodes.UnknownKey, $"There is no key {Short(entry.Key)} here{Nearest.Hint(entry.Key, Keys.Select(key => key.Name))}");
        }

        foreach (var key in Keys)
        {
            if (key.IsRequired && !seen.Contains(key.Name))
                errors.Add(map, Join(path, key.Name), PlaybookCodes.Missing, $"The key {key.Name} is missing: {key.Help}");
        }
    }

    internal override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var key in Keys)
        {
            var schema = key.Shape.Schema();
            schema["description"] = key.Help;
            properties[key.Name] = schema;
        }

        var group = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (Keys.Any(key => key.IsRequired))
            group["required"] = Strings(Keys.Where(key => key.IsRequired).Select(key => key.Name));
        return group;
    }

    private static string Join(string path, string key) => path.Length == 0 ? Short(key) : $"{path}.{Short(key)}";

    private static string Short(string key) => key.Length > 60 ? key[..60] + "…" : key;
}

/// <summary>One key of a group.</summary>
/// <param name="Help">One sentence: meaning, unit, and what holds without it.</param>
internal sealed record PlaybookKey(string Name, Shape Shape, string Help, bool IsRequired = false);
