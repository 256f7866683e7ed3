using System.Globalization;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Api.Problems;
using Microsoft.Extensions.Primitives;

namespace AccountTwins.Silo.Api;

/// <summary>
/// Strict reading of a query: a parameter that is unknown, given twice or out of range is an error, because a misspelt
/// <c>maxStaleness</c> that is silently ignored would let an agent act on old data.
/// </summary>
public sealed class QueryParameters(IQueryCollection query)
{
    /// <summary>The first thing found wrong, in one sentence, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>For a route that takes no parameters: true where there are none, else the problem has been written.</summary>
    public static async Task<bool> AreNoneAsync(HttpContext context)
    {
        if (context.Request.Query.Count == 0)
            return true;
        var query = new QueryParameters(context.Request.Query);
        query.Only([]);
        await Problem.WriteAsync(context, ReasonCodes.BadParameter, query.Fault);
        return false;
    }

    /// <summary>Fails on any parameter not listed.</summary>
    public void Only(ReadOnlySpan<string> known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
                Fault ??= $"The parameter '{Shorten(name)}' is unknown here.";
            else if (values.Count != 1)
                Fault ??= $"The parameter '{name}' is given more than once.";
        }
    }

    /// <summary>The text, or null when absent. Empty, longer than <paramref name="lengthMax"/> or with what is no text (PostgreSQL takes no U+0000) is a fault.</summary>
    public string? Text(string name, int lengthMax = 200)
    {
        if (!query.TryGetValue(name, out var values) || StringValues.IsNullOrEmpty(values))
        {
            if (query.ContainsKey(name))
                Fault ??= $"The parameter '{name}' is empty.";
            return null;
        }

        var text = values[0]!;
        if (text.Length > lengthMax)
            Fault ??= $"The parameter '{name}' is longer than {lengthMax} characters.";
        if (!PlainText.Is(text))
            Fault ??= $"The parameter '{name}' holds a control character, or half of a surrogate pair.";
        return text;
    }

    /// <summary>A whole number within bounds, or null when absent.</summary>
    public long? Number(string name, long min, long max)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Fault ??= $"The parameter '{name}' must be a whole number from {min} to {max}.";
        return null;
    }

    /// <summary>A day written 2026-03-01, or null when absent.</summary>
    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Fault ??= $"The parameter '{name}' must be a day such as 2026-03-01.";
        return null;
    }

    /// <summary>true or false, or null when absent.</summary>
    public bool? Flag(string name)
    {
        switch (Text(name))
        {
            case null:
                return null;
            case "true":
                return true;
            case "false":
                return false;
            default:
                Fault ??= $"The parameter '{name}' must be true or false.";
                return null;
        }
    }

    /// <summary>One of the words, or null when absent.</summary>
    public string? OneOf(string name, ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text)
            return null;
        if (words.Contains(text))
            return text;
        Fault ??= $"The parameter '{name}' must be one of: {string.Join(", ", words.ToArray())}.";
        return null;
    }

    private static string Shorten(string name) => name.Length <= 40 ? name : name[..40];
}
