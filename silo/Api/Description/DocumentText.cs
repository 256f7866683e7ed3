using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccountTwins.Silo.Api.Description;

/// <summary>A description as it is served and kept under docs/: the same bytes wherever it is made.</summary>
internal static class DocumentText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(JsonObject document)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
            document.WriteTo(json);
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
