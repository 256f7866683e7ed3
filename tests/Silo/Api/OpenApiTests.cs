using System.Text.Json;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>The published descriptions are the served ones; <c>UPDATE_GOLDEN=1 dotnet test tests --filter OpenApiTests</c> writes them anew.</summary>
public sealed class OpenApiTests
{
    [Theory]
    [InlineData("/openapi/v1.json", "docs/openapi.json")]
    [InlineData("/asyncapi/v1.json", "docs/asyncapi.json")]
    public async Task What_is_served_is_what_is_published(string address, string file)
    {
        await using var host = await ApiHost.StartAsync();

        var text = await (await host.ClientAsync(KeyScopes.Reader)).GetStringAsync(address);

        RepositoryFiles.MustEqual(file, text, "UPDATE_GOLDEN=1 dotnet test tests --filter OpenApiTests");
    }

    [Fact]
    public async Task Every_route_is_an_operation_with_an_answer()
    {
        await using var host = await ApiHost.StartAsync();

        var paths = (await (await (await host.ClientAsync(KeyScopes.Reader)).GetAsync("/openapi/v1.json")).JsonAsync()).GetProperty("paths");

        var operations = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value))).ToList();
        Assert.Equal(host.Endpoints.SelectMany(Security.RouteScopeTests.Methods).Order(StringComparer.Ordinal), operations.Select(operation => operation.Name).Order(StringComparer.Ordinal));
        Assert.All(operations, operation => Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), response => response.Name.StartsWith('2')));
        Assert.All(operations, operation => Assert.True(operation.Value.TryGetProperty("summary", out _), operation.Name));
    }

    [Fact]
    public void Every_summary_of_a_wire_record_is_found()
    {
        var schemas = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, "docs/openapi.json"))).RootElement.GetProperty("components").GetProperty("schemas");

        // One of each kind: of a record, of a property, of a parameter.
        Assert.StartsWith("What an agent sends", schemas.GetProperty("DecisionBody").GetProperty("description").GetString());
        Assert.StartsWith("1 to 8 acts", schemas.GetProperty("DecisionBody").GetProperty("properties").GetProperty("actions").GetProperty("description").GetString());
        Assert.StartsWith("In their topics", schemas.GetProperty("ReplayLettersAnswer").GetProperty("properties").GetProperty("replayed").GetProperty("description").GetString());
    }
}
