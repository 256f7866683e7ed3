using System.Text.Json;
using System.Text.RegularExpressions;
using AccountTwins.Mcp;
using AccountTwins.Mcp.Tools;

namespace AccountTwins.Tests.Mcp;

/// <summary>What a model reads: it must be short enough to be read, complete, and true.</summary>
public sealed partial class ToolCatalogueTests
{
    private static readonly string[] Changing = ["check_action", "use_approval", "report_outcome"];

    public static TheoryData<string> Names => [.. ToolCatalogue.ByName.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tool_is_described_in_full(string name)
    {
        var tool = ToolCatalogue.ByName[name].Definition;

        Assert.InRange(tool.Description!.Length, 200, 2200);
        Assert.Matches("[Cc]all (this|it)|use resolve_account|Call ", tool.Description);
        Assert.Equal(tool.Title, tool.Annotations!.Title);
        Assert.False(tool.InputSchema.GetProperty("additionalProperties").GetBoolean());
        Assert.All(tool.InputSchema.GetProperty("properties").EnumerateObject(), property => Assert.True(property.Value.TryGetProperty("description", out _), $"{name}.{property.Name}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Annotations_are_true(string name)
    {
        var annotations = ToolCatalogue.ByName[name].Definition.Annotations!;

        Assert.Equal(!Changing.Contains(name), annotations.ReadOnlyHint);
        Assert.Equal((false, true, false), (annotations.DestructiveHint, annotations.IdempotentHint, annotations.OpenWorldHint));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_argument_that_is_not_in_the_schema_is_refused_and_one_that_is_there_is_read(string name)
    {
        var tool = ToolCatalogue.ByName[name];
        foreach (var known in tool.Definition.InputSchema.GetProperty("properties").EnumerateObject())
            Assert.DoesNotContain("is unknown", Fault(tool, known.Name) ?? "");
        Assert.Contains("'no_such_argument' is unknown", Fault(tool, "no_such_argument"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_reference_in_an_output_schema_leads_somewhere(string name)
    {
        var schema = ToolCatalogue.ByName[name].Definition.OutputSchema!.Value;

        Assert.Equal("object", schema.GetProperty("type").GetString());
        foreach (Match match in Reference().Matches(schema.GetRawText()))
        {
            var place = schema;
            foreach (var part in match.Groups[1].Value.Split('/').Skip(1))
                Assert.True(place.ValueKind == JsonValueKind.Array ? (place = place[int.Parse(part)]).ValueKind != JsonValueKind.Undefined : place.TryGetProperty(part, out place), match.Value);
        }
    }

    [Fact]
    public void What_tools_and_instructions_name_exists()
    {
        var texts = ToolCatalogue.All.Select(tool => tool.Definition.Description!).Append(TwinsMcp.Instructions);
        foreach (Match match in texts.SelectMany(text => ToolName().Matches(text)))
            Assert.Contains(match.Value, ToolCatalogue.ByName.Keys);
    }

    private static string? Fault(TwinTool tool, string argument)
    {
        var arguments = new ToolArguments(new Dictionary<string, JsonElement> { [argument] = JsonElement.Parse("\"x\"") });
        tool.Prepare(arguments);
        return arguments.Fault;
    }

    [GeneratedRegex("\"\\$ref\":\"#([^\"]*)\"")]
    private static partial Regex Reference();

    // The verbs that tools begin with.
    [GeneratedRegex(@"\b(resolve|get|check|use|report|find|explain)_[a-z_]+")]
    private static partial Regex ToolName();
}
