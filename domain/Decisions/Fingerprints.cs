using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>
/// What set a verdict, as one word: tier, band, feed states, playbook, and per action its latitude and the rules that spoke. Not the
/// revision, which every usage signal moves. An approval holds as long as a new verdict is no tighter; the word says at a glance that
/// nothing changed.
/// </summary>
public static class Fingerprints
{
    public static string Of(VerdictInput input, ValueList<ActionVerdict> actions)
    {
        var text = new StringBuilder();
        text.Append(input.Tenant.Playbook).Append('|').Append((int)input.Account.Tier).Append('|').Append((int)input.Account.LatitudeBand);
        foreach (var feed in input.Account.Feeds)
            text.Append('|').Append((int)feed.Family).Append(':').Append((int)feed.State);
        foreach (var action in actions)
        {
            text.Append('|').Append(action.Type).Append(':').Append((int)action.Kind).Append(':').Append((int)action.Effective);
            foreach (var reason in action.Reasons)
                text.Append(',').Append(reason.Code).Append('/').Append(reason.Rule);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 12));
    }

    /// <summary>The exact actions that an approval is for: type, category, amount, currency and draft of each.</summary>
    public static string OfActions(ValueList<ActionRequest> actions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var action in actions)
        {
            foreach (var part in (string?[])[action.Type, action.Category, action.Amount?.ToString("0.#############################", System.Globalization.CultureInfo.InvariantCulture), action.Currency, action.Draft])
            {
                var bytes = Encoding.UTF8.GetBytes(part ?? "");
                BinaryPrimitives.WriteInt32LittleEndian(length, part is null ? -1 : bytes.Length);
                hash.AppendData(length);
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
