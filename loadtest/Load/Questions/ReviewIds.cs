using System.Collections.Concurrent;
using System.Text.Json;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load.Questions;

/// <summary>What waits in the review queue.</summary>
internal static class ReviewIds
{
    private const int Page = 200;

    /// <summary>All ids, page by page: the walk that an export makes.</summary>
    /// <param name="http">With a reviewer's key.</param>
    /// <param name="filter">Of the query, "kind=audit" say; empty: all.</param>
    public static async Task<ConcurrentQueue<string>> AllAsync(RawHttp http, string filter = "")
    {
        var ids = new ConcurrentQueue<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var path = $"/v1/reviews?limit={Page}{Also(filter)}{Also(cursor.Length > 0 ? $"cursor={Uri.EscapeDataString(cursor)}" : "")}";
            cursor = await http.GetAsync(path, body =>
            {
                using var page = JsonDocument.Parse(body);
                foreach (var item in page.RootElement.GetProperty("items").EnumerateArray())
                    ids.Enqueue(item.GetProperty("id").GetString()!);
                return page.RootElement.TryGetProperty("next", out var next) ? next.GetString() : null;
            });
        }

        return ids;
    }

    private static string Also(string parameter) => parameter.Length > 0 ? $"&{parameter}" : "";
}
