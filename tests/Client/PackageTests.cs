using System.IO.Compression;
using System.Xml.Linq;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client;

/// <summary>What a program that is not ours gets: the packages of the client, packed from what was built.</summary>
public sealed class PackageTests
{
    private static readonly bool IsStandIn = ClusterFactAttribute.SkipReason is not null;

    [Fact]
    public async Task The_client_brings_its_contracts_its_words_and_what_they_need()
    {
        using var folder = new TemporaryFolder();
        await PackAsync("client", folder.Path);

        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder.Path, "AccountTwins.Client.*.nupkg")));

        // Contracts and tools are no packages of their own.
        string[] assemblies = ["AccountTwins.Client", "AccountTwins.Grains.Interfaces", "AccountTwins.Mcp"];
        Assert.Equal(
            assemblies.Concat(IsStandIn ? ["AccountTwins.StandIns"] : []).Select(name => $"lib/net10.0/{name}.dll"),
            package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var about = Nuspec(package);
        Assert.Equal("client.md", Text(about, "readme"));
        Assert.NotNull(package.GetEntry("client.md"));
        Assert.All(["id", "version", "authors", "description", "tags"], name => Assert.NotEmpty(Text(about, name)));
        string[] needs = ["Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Http", "ModelContextProtocol.Core"];
        Assert.Equal(needs.Concat(IsStandIn ? [] : ["Microsoft.Orleans.Sdk"]).Order(), Needs(about).Order());
    }

    [Fact]
    public async Task The_way_over_grains_names_the_real_Orleans_or_is_not_packed()
    {
        using var folder = new TemporaryFolder();
        var told = await PackAsync("client/orleans", folder.Path);

        if (IsStandIn)
        {
            Assert.Contains("only from a build with the real Orleans packages", told);
            Assert.Empty(Directory.GetFiles(folder.Path));
            return;
        }

        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder.Path, "*.nupkg")));
        Assert.Superset(new HashSet<string> { "AccountTwins.Client", "Microsoft.Orleans.Client", "Microsoft.Orleans.Clustering.AdoNet", "Npgsql" }, Needs(Nuspec(package)).ToHashSet());
    }

    /// <summary>What it said.</summary>
    private static Task<string> PackAsync(string project, string to)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Bash.RunAsync(
            $"cd '{RepositoryFiles.Root}' && dotnet pack {project} -c {configuration} --no-build -o '{to}' -p:OrleansStandIn={(IsStandIn ? "true" : "false")} -nologo -v q -nodeReuse:false 2>&1 || true",
            new Dictionary<string, string>());
    }

    private static XElement Nuspec(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!;
    }

    private static string Text(XElement about, string name) => about.Descendants().Single(element => element.Name.LocalName == name).Value;

    private static IEnumerable<string> Needs(XElement about) => about.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);
}
