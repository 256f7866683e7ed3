using AccountTwins.Domain.Accounts;

namespace AccountTwins.Domain.Incidents;

/// <summary>What an incident is about, as one word: <c>category:export</c>, <c>integration:salesforce</c>, <c>product:ledger</c>. In small letters.</summary>
public static class IncidentTopic
{
    /// <summary>Characters of a topic.</summary>
    public const int LengthMax = 128;

    public static string? OfCategory(string name) => Of("category", name);

    public static string? OfIntegration(string name) => Of("integration", name);

    public static string? OfProduct(string name) => Of("product", name);

    /// <summary>
    /// Whether an account, or a request about these categories, is concerned: it has the product or the integration, or an open ticket of the category.
    /// Null is everybody; a kind that this release does not know too.
    /// </summary>
    public static bool Concerns(string? topic, AccountTwin twin, IEnumerable<string?> categories, DateTimeOffset now)
    {
        var parts = topic?.Split(':', 2);
        if (parts is not [var kind, var name])
            return true;
        bool IsIt(string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
        return kind switch
        {
            "category" => categories.Any(IsIt) || twin.Tickets.Any(ticket => !ticket.IsClosed && IsIt(ticket.Category)),
            "integration" => twin.Integrations.Any(one => IsIt(one.Id)),
            "product" => twin.Contracts.Any(contract => contract.IsInForce(now) && contract.Products.Any(product => IsIt(product.Product))),
            _ => true,
        };
    }

    /// <summary>Null for a name that is empty or too long.</summary>
    private static string? Of(string kind, string name) =>
        string.IsNullOrWhiteSpace(name) || name.Length + kind.Length + 1 > LengthMax ? null : $"{kind}:{name.Trim().ToLowerInvariant()}";
}
