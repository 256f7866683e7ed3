using System.Text.Json;
using AccountTwins.Domain.Playbooks.Format;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Domain.Playbooks;

/// <summary>What is published about the file is what the reader holds it to; <c>UPDATE_GOLDEN=1</c> writes it anew.</summary>
public sealed class PlaybookDocsTests
{
    private const string Page = "docs/playbook.md";
    private const string TableStart = "<!-- keys -->\n";
    private const string TableEnd = "<!-- end of keys -->";
    private const string ExampleStart = "```yaml\n";

    [Fact]
    public void Published_schema_is_the_generated_one()
    {
        RepositoryFiles.MustEqual("docs/playbook/playbook.schema.json", PlaybookSchema.Text());
        using var schema = JsonDocument.Parse(PlaybookSchema.Text());
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public void The_page_shows_every_key_and_every_code()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, Page));
        var (start, end) = (page.IndexOf(TableStart, StringComparison.Ordinal) + TableStart.Length, page.IndexOf(TableEnd, StringComparison.Ordinal));
        RepositoryFiles.MustEqual(Page, page[..start] + PlaybookKeyTable.Markdown() + page[end..]);
        Assert.All(PlaybookCodes.All, code => Assert.Contains($"`{code}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_pages_example_is_a_playbook()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, Page));
        var start = page.IndexOf(ExampleStart, StringComparison.Ordinal) + ExampleStart.Length;
        Assert.Empty(PlaybookReader.Read(page[start..page.IndexOf("```", start, StringComparison.Ordinal)]).Errors);
    }

    [Fact]
    public void Codes_are_never_renamed() =>
        RepositoryFiles.MustEqual("tests/Golden/playbook/codes.txt", string.Concat(PlaybookCodes.All.Select(code => code + "\n")));
}
