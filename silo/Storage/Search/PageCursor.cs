using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AccountTwins.Silo.Storage.Search;

/// <summary>
/// Where a page ended: sort value and account of its last row. It carries a digest of the query, so a cursor of another query, an edited
/// or a made-up one is refused. It is no secret: what it opens is decided by the tenant in the query, never by the cursor.
/// </summary>
internal sealed record PageCursor(string Value, string Account)
{
    private const int LengthMax = 2048;

    public string Write(AccountQuery query)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new[] { Value, Account });
        return Base64Url.EncodeToString([.. Digest(query, body), .. body]);
    }

    public static PageCursor? Read(AccountQuery query)
    {
        if (query.Cursor is not { } text)
            return null;
        if (text.Length > LengthMax || !Base64Url.IsValid(text))
            throw new CursorInvalidException();
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= DigestLength || !Digest(query, bytes.AsSpan(DigestLength)).AsSpan().SequenceEqual(bytes.AsSpan(0, DigestLength)))
            throw new CursorInvalidException();
        try
        {
            return JsonSerializer.Deserialize<string[]>(bytes.AsSpan(DigestLength)) is [{ } value, { } account]
                ? new PageCursor(value, account)
                : throw new CursorInvalidException();
        }
        catch (JsonException)
        {
            throw new CursorInvalidException();
        }
    }

    private const int DigestLength = 12;

    private static byte[] Digest(AccountQuery query, ReadOnlySpan<byte> body)
    {
        var filters = JsonSerializer.Serialize(new[]
        {
            "accounts.v1", query.Tenant, query.Segment, query.Band, query.Owner, query.RenewalBefore?.ToString("O", CultureInfo.InvariantCulture), query.Text,
            query.HasOpenFlag?.ToString(), query.Sort.ToString(),
        });
        return SHA256.HashData([.. Encoding.UTF8.GetBytes(filters), .. body])[..DigestLength];
    }
}
