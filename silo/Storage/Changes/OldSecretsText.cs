using System.Globalization;

namespace AccountTwins.Silo.Storage.Changes;

/// <summary>Earlier secrets in one column: <c>1790000000000:whsec_AbCd=</c>, milliseconds of the end and the secret, apart by spaces.</summary>
internal static class OldSecretsText
{
    public static string Write(IEnumerable<OldSecret> secrets) =>
        string.Join(' ', secrets.Select(old => string.Create(CultureInfo.InvariantCulture, $"{old.Until.ToUnixTimeMilliseconds()}:{old.Secret}")));

    public static IEnumerable<OldSecret> Read(string? text)
    {
        foreach (var each in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var end = each.IndexOf(':', StringComparison.Ordinal);
            yield return new OldSecret(each[(end + 1)..], DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(each.AsSpan(0, end), CultureInfo.InvariantCulture)));
        }
    }
}
