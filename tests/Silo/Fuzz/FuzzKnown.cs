using System.Text.Json;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Ids that a host gave in answers to earlier requests: with them a later one reaches further than to what is unknown.</summary>
/// <param name="spared">The key that the requests are sent with; it must not be revoked.</param>
internal sealed class FuzzKnown(string? spared = null)
{
    /// <summary>Newer ones take the places of older ones, many of which are deleted by then.</summary>
    private const int Kept = 4;

    /// <summary>Where ids are given, in which list, under which name, and the routes that take them.</summary>
    private static readonly (string Route, string? List, string Member, string Prefix)[] Sources =
    [
        ("/v1/webhooks", null, "id", "/v1/webhooks"), ("/v1/webhooks", "webhooks", "id", "/v1/webhooks"),
        ("/v1/keys", null, "id", "/v1/keys"), ("/v1/keys", "keys", "id", "/v1/keys"),
        ("/v1/reviews", "items", "id", "/v1/reviews"), ("/v1/lessons", "lessons", "id", "/v1/lessons"),
        ("/v1/portfolio/accounts", "accounts", "account", "/v1/accounts"), ("/v1/accounts/{account}/decisions", null, "decisionId", "/v1/decisions"),
    ];

    private readonly Dictionary<string, List<string>> _ids = [];

    public static bool Gives(string route) => Sources.Any(source => source.Route == route);

    public string? Pick(Random random, string route) => Sources.FirstOrDefault(source => route.StartsWith(source.Prefix, StringComparison.Ordinal)).Prefix is { } prefix
        && _ids.TryGetValue(prefix, out var ids) ? random.Pick(ids) : null;

    public void Learn(string route, JsonElement answer)
    {
        foreach (var source in Sources.Where(source => source.Route == route))
        {
            var items = source.List is null ? [answer] : answer.TryGetProperty(source.List, out var list) ? list.EnumerateArray().ToArray() : [];
            foreach (var item in items)
            {
                if (item.TryGetProperty(source.Member, out var id) && id.ToString() != spared)
                    Add(source.Prefix, id.ToString());
            }
        }
    }

    private void Add(string prefix, string id)
    {
        if (!_ids.TryGetValue(prefix, out var ids))
            _ids[prefix] = ids = [];
        ids.Remove(id);
        ids.Add(id);
        if (ids.Count > Kept)
            ids.RemoveAt(0);
    }
}
