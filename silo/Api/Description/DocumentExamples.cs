using System.Reflection;
using System.Text.Json.Nodes;

namespace AccountTwins.Silo.Api.Description;

/// <summary>
/// Examples for the description: the files of the folder Examples, <c>decide.request.json</c> for the body of an operation, <c>decide.200.json</c>
/// for its answer. A file that is put there is in the document; one that does not fit its schema fails a test.
/// </summary>
internal static class DocumentExamples
{
    private const string Folder = "api/examples/";

    public static IEnumerable<string> Names =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]);

    public static JsonNode? OfRequest(string operation) => Find($"{operation}.request.json");

    public static JsonNode? OfAnswer(string operation, int status) => Find($"{operation}.{status}.json");

    private static JsonNode? Find(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name);
        return stream is null ? null : JsonNode.Parse(stream);
    }
}
