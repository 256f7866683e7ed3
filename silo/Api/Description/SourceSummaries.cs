using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AccountTwins.Silo.Api.Description;

/// <summary>What the sources say of a record and of its members: the compiler's documentation files, which lie beside the assemblies.</summary>
internal sealed partial class SourceSummaries
{
    private readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> _files = new();

    public string? Of(Type type) => TextOf(Find(type)?.Element("summary"));

    /// <summary>The member's own summary, or what its record says of the parameter that it is made from.</summary>
    public string? Of(MemberInfo member)
    {
        if (member.DeclaringType is not { } type)
            return null;
        var kind = member is PropertyInfo ? 'P' : 'F';
        return TextOf(Entries(type.Assembly).GetValueOrDefault($"{kind}:{NameOf(type)}.{member.Name}")?.Element("summary"))
            ?? TextOf(Find(type)?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")?.Value == member.Name));
    }

    private XElement? Find(Type type) => Entries(type.Assembly).GetValueOrDefault($"T:{NameOf(type)}");

    private Dictionary<string, XElement> Entries(Assembly assembly) => _files.GetOrAdd(assembly, static assembly =>
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal)
            : [];
    });

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string? TextOf(XElement? element)
    {
        if (element is null)
            return null;
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement inner when (inner.Attribute("cref") ?? inner.Attribute("name")) is { } target => $"`{Word(target.Value)}`",
            XElement inner => inner.Value,
            _ => "",
        }));
        text = Space().Replace(text, " ").Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary><c>P:Some.Record.ExpiresAt</c> is <c>expiresAt</c> on the wire.</summary>
    private static string Word(string reference)
    {
        var name = reference[(reference.LastIndexOf('.') + 1)..];
        return reference.StartsWith("T:", StringComparison.Ordinal) ? name : JsonNamingPolicy.CamelCase.ConvertName(name);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
