using System.Reflection;
using System.Text.Json.Nodes;

namespace AccountTwins.Silo.Api.Description;

/// <summary>
/// Examples for the description: the files of the folder Examples, <c>decide.request.json</c> for the body of an operation, <c>decide.200.json</c>
/// for its answer, <c>getContext.200.txt</c> for one that is text. Answers were recorded from a silo; one that does not fit its schema fails a test.
/// </summary>
internal static class DocumentExamples
{
    private const string Folder = "api/examples/";

    public static IEnumerable<string> Names =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]);

    public static JsonNode? OfRequest(string operation) => Find($"{operation}.request.json");

    public static JsonNode? OfAnswer(string operation, int status, string mediaType) =>
        IsText(mediaType) ? Text($"{operation}.{status}.txt") : Find($"{operation}.{status}.json");

    /// <summary>Of JSON lines, one line is the example.</summary>
    public static bool IsText(string mediaType) => mediaType.StartsWith("text/", StringComparison.Ordinal);

    private static JsonNode? Find(string name)
    {
        using var stream = Open(name);
        return stream is null ? null : JsonNode.Parse(stream);
    }

    private static JsonValue? Text(string name)
    {
        using var stream = Open(name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return JsonValue.Create(reader.ReadToEnd());
    }

    private static Stream? Open(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name);
}
