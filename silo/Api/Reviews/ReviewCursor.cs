using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Api.Reviews;

/// <summary>Where a page of the queue ended: due time and id of its last item.</summary>
internal static class ReviewCursor
{
    public static string Write(ReviewItem last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.DueAt.ToUnixTimeMilliseconds()}|{last.Id}")));

    /// <summary>Nothing for no cursor; null for one that was not made here.</summary>
    public static (DateTimeOffset? Due, string? Id)? Read(string? cursor)
    {
        if (cursor is null)
            return (null, null);
        if (!Base64Url.IsValid(cursor))
            return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('|', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var due)
            && due >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && due <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? (DateTimeOffset.FromUnixTimeMilliseconds(due), parts[1])
                : null;
    }
}
