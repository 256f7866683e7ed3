using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountTwins.Domain.Changes;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Domain.Changes;

/// <summary>What is published under docs/changes is what the catalogue says; <c>UPDATE_GOLDEN=1</c> writes it anew.</summary>
public class ChangeCatalogueFacts
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Published_schemas_and_examples_are_the_generated_ones()
    {
        var number = 41;
        foreach (var type in ChangeCatalogue.All)
        {
            RepositoryFiles.MustEqual($"docs/changes/{type.WireName}.json", type.Schema().ToJsonString(Readable) + "\n");
            var example = JsonNode.Parse(ChangeEvent.Write(type.Example, number++))!;
            RepositoryFiles.MustEqual($"docs/changes/examples/{type.WireName}.json", example.ToJsonString(Readable) + "\n");
        }

        var files = Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "docs/changes"), "*.json").Length;
        Assert.Equal(ChangeCatalogue.All.Length, files);
    }

    [Fact]
    public void Every_example_holds_the_fields_of_its_schema_and_no_other()
    {
        foreach (var type in ChangeCatalogue.All)
        {
            using var data = JsonDocument.Parse(type.Example.Data);
            var fields = type.Fields.ToDictionary(field => field.Name);
            foreach (var property in data.RootElement.EnumerateObject())
            {
                Assert.True(fields.TryGetValue(property.Name, out var field), $"{type.Kind} has no field {property.Name}.");
                if (!field.Words.IsDefaultOrEmpty)
                    Assert.Contains(property.Value.GetString(), field.Words);
                var isFit = (field.Type, property.Value.ValueKind) is ("string" or "date-time", JsonValueKind.String) or ("number" or "integer", JsonValueKind.Number) or ("evidence" or "reasons", JsonValueKind.Array);
                Assert.True(isFit, $"{type.Kind}.{property.Name} is no {field.Type}.");
            }

            Assert.Empty(type.Fields.Where(field => field.IsRequired).Select(field => field.Name).Except(data.RootElement.EnumerateObject().Select(property => property.Name)));
        }
    }

    [Fact]
    public void Every_kind_is_in_the_catalogue_once()
    {
        var kinds = typeof(ChangeKinds).GetFields().Select(field => (string)field.GetValue(null)!).ToList();

        Assert.Equal(kinds, ChangeCatalogue.All.Select(type => type.Kind));
        Assert.All(ChangeCatalogue.All, type => Assert.EndsWith($".{type.Kind}.v1", type.WireName, StringComparison.Ordinal));
    }

    [Fact]
    public void An_event_is_a_cloud_event_with_its_place_among_the_tenants()
    {
        var row = ChangeCatalogue.Find(ChangeKinds.FlagOpened)!.Example;

        Assert.StartsWith(
            $$"""{"specversion":"1.0","id":"{{row.Id}}","source":"/accounttwins","type":"account.flag_opened.v1","subject":"acme","time":"2026-03-04T12:00:00+00:00","tenant":"default","segment":"enterprise","sequence":"17","datacontenttype":"application/json","data":{"flag":2,""",
            Encoding.UTF8.GetString(ChangeEvent.Write(row, 17)), StringComparison.Ordinal);
    }
}
