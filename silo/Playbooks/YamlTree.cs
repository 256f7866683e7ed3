using System.Collections.Immutable;
using System.Text;
using AccountTwins.Domain.Playbooks.Format;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AccountTwins.Silo.Playbooks;

/// <summary>
/// Turns YAML into the pieces that a playbook is read from. Refused: anchors, aliases and tags, which let a small file grow or name types,
/// more than one document, and nesting that no playbook needs. Every refusal ends the reading, so the work is bounded by the file.
/// </summary>
internal static class YamlTree
{
    private const int DepthMax = 16;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The document's root, or null and an error.</summary>
    public static PlaybookNode? Read(ReadOnlySpan<byte> utf8, PlaybookErrors errors)
    {
        if (utf8.Length > PlaybookFormat.BytesMax)
        {
            errors.Add(0, 0, "", PlaybookCodes.TooLarge, $"The file has {utf8.Length:N0} bytes; it may have {PlaybookFormat.BytesMax:N0}.");
            return null;
        }

        try
        {
            var parser = new BoundedParser(new Parser(new StringReader(Utf8.GetString(utf8).TrimStart('\uFEFF'))));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                throw new RefusedException(new Mark(0, 1, 1), PlaybookCodes.Missing, "The file is empty.");
            parser.Consume<DocumentStart>();
            var root = Node(parser, 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
                throw new RefusedException(parser.Current!.Start, PlaybookCodes.Documents, "A playbook is one document; this is a second one.");
            return root;
        }
        catch (DecoderFallbackException fault)
        {
            var line = utf8[..Math.Clamp(fault.Index, 0, utf8.Length)].Count((byte)'\n') + 1;
            errors.Add(line, 1, "", PlaybookCodes.Encoding, "The file is not UTF-8.");
        }
        catch (RefusedException refused)
        {
            errors.Add((int)refused.At.Line, (int)refused.At.Column, "", refused.Code, refused.Message);
        }
        catch (YamlException fault)
        {
            errors.Add((int)fault.Start.Line, (int)fault.Start.Column, "", PlaybookCodes.Syntax, Sentence(fault.Message));
        }

        return null;
    }

    private static PlaybookNode Node(IParser parser, int depth)
    {
        var at = parser.Current ?? throw new InvalidOperationException("The parser stands on nothing.");
        if (depth > DepthMax)
            throw new RefusedException(at.Start, PlaybookCodes.TooDeep, $"This is nested more than {DepthMax} deep.");
        if (at is AnchorAlias || at is NodeEvent { Anchor.IsEmpty: false })
            throw new RefusedException(at.Start, PlaybookCodes.Alias, "Anchors and aliases are not read here; write it out.");
        if (at is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
            throw new RefusedException(at.Start, PlaybookCodes.Tag, "Tags are not read here; leave the tag out.");
        var (line, column) = ((int)at.Start.Line, (int)at.Start.Column);
        switch (at)
        {
            case Scalar scalar:
                parser.MoveNext();
                return new ScalarNode(line, column, scalar.Value, scalar.Style == ScalarStyle.Plain);
            case SequenceStart:
                parser.MoveNext();
                var items = ImmutableArray.CreateBuilder<PlaybookNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                    items.Add(Node(parser, depth + 1));
                return new ListNode(line, column, items.ToImmutable());
            case MappingStart:
                parser.MoveNext();
                var entries = ImmutableArray.CreateBuilder<KeyedNode>();
                while (!parser.TryConsume<MappingEnd>(out _))
                    entries.Add(Entry(parser, depth));
                return new MapNode(line, column, entries.ToImmutable());
            default:
                throw new RefusedException(at.Start, PlaybookCodes.Syntax, "A value is expected here.");
        }
    }

    private static KeyedNode Entry(IParser parser, int depth)
    {
        if (Node(parser, depth + 1) is not ScalarNode key)
            throw new RefusedException(parser.Current!.Start, PlaybookCodes.WrongType, "A key is a single word.");
        return new KeyedNode(key.Value, key.Line, key.Column, Node(parser, depth + 1));
    }

    private static string Sentence(string message)
    {
        var text = new string([.. message.Where(letter => !char.IsControl(letter))]);
        return $"This is not YAML: {(text.Length > 200 ? text[..200] : text)}";
    }

    /// <summary>
    /// The library's parser, which meets some broken files with exceptions that are not about YAML (an empty stack of its own, say). For the
    /// author each of them is one thing: from here on the file cannot be read.
    /// </summary>
    private sealed class BoundedParser(Parser inner) : IParser
    {
        public ParsingEvent? Current => inner.Current;

        public bool MoveNext()
        {
            try
            {
                return inner.MoveNext();
            }
            catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException or OverflowException)
            {
                var at = inner.Current?.End ?? new Mark(0, 1, 1);
                throw new YamlException(at, at, "Nothing after this place makes sense.", fault);
            }
        }
    }

    /// <summary>Ends the reading of a file whose syntax is right and which is refused all the same.</summary>
    private sealed class RefusedException(Mark at, string code, string message) : Exception(message)
    {
        public Mark At => at;

        public string Code => code;
    }
}
