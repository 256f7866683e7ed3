using System.Xml.Linq;

using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Tidy;

/// <summary>References point one way; what a project may know stands in this table.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["domain"] = [],
        ["grains.interfaces"] = [],
        ["grains"] = ["domain", "grains.interfaces"],
        ["mcp"] = ["grains.interfaces"],
        ["silo"] = ["domain", "grains", "grains.interfaces", "mcp"],
        ["client"] = ["grains.interfaces", "mcp"],
        ["client/orleans"] = ["client", "grains.interfaces"],
        ["client/cli"] = ["client", "grains.interfaces", "mcp"],
        ["loadtest"] = ["client", "client/orleans", "grains.interfaces", "silo"],
        ["standins"] = [],
        ["tests"] = ["client", "client/cli", "client/orleans", "domain", "grains", "grains.interfaces", "loadtest", "mcp", "silo"],
    };

    [Fact]
    public void Projects_know_only_what_they_may()
    {
        foreach (var (folder, references) in Projects())
        {
            Assert.True(Allowed.TryGetValue(folder, out var allowed), $"{folder} is not in the table of references.");
            Assert.Empty(references.Except(allowed).Select(reference => $"{folder} must not reference {reference}"));
        }
    }

    [Fact]
    public void The_domain_needs_no_package()
    {
        Assert.Empty(Elements("domain", "PackageReference"));
        Assert.Empty(Elements("domain", "FrameworkReference"));
    }

    [Fact]
    public void The_client_library_needs_abstractions_and_what_contracts_and_tools_are_compiled_against()
    {
        Assert.Equal(
            ["Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Http", "ModelContextProtocol.Core", "Microsoft.Orleans.Sdk"],
            Elements("client", "PackageReference"));
        Assert.Empty(Elements("client", "FrameworkReference"));
    }

    private static IEnumerable<(string Folder, IEnumerable<string> References)> Projects() =>
        from file in Tree.Files
        where file.Path.EndsWith(".csproj", StringComparison.Ordinal)
        let folder = FolderOf(file.FullPath)
        select (folder, Elements(folder, "ProjectReference").Select(path => FolderOf(Path.GetFullPath(Path.Combine(RepositoryFiles.Root, folder, path.Replace('\\', '/'))))));

    private static string FolderOf(string project) => Path.GetRelativePath(RepositoryFiles.Root, Path.GetDirectoryName(project)!).Replace('\\', '/');

    private static IEnumerable<string> Elements(string folder, string name) =>
        from project in Directory.GetFiles(Path.Combine(RepositoryFiles.Root, folder), "*.csproj")
        from element in XDocument.Load(project).Descendants(name)
        select (string)element.Attribute("Include")!;
}
