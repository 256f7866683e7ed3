using System.Text;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Mcp.Answers;
using AccountTwins.Mcp.Doors;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AccountTwins.Mcp.Resources;

/// <summary><c>account://{account}/context</c>: the briefing as something that a person attaches to a conversation.</summary>
internal static class ContextResource
{
    public const string MimeType = "text/markdown";

    private const string Scheme = "account://";
    private const string End = "/context";

    public static readonly ResourceTemplate Template = new()
    {
        Name = "account_context",
        Title = "Context of a customer account",
        UriTemplate = Scheme + "{account}" + End,
        MimeType = MimeType,
        Description = "A briefing of at most 1,600 characters on the account with this id: who they are, what is open, what an AI must mind. Parts of it are internal and must never reach the customer.",
    };

    public static string UriOf(string account) => Scheme + Uri.EscapeDataString(account) + End;

    public static async Task<ReadResourceResult> ReadAsync(string uri, ITwinsDoor door, CancellationToken cancellationToken)
    {
        if (AccountOf(uri) is not { } account)
            throw Faults.NotFound(ToolProblem.Of(ReasonCodes.UnknownRoute, $"Only {Template.UriTemplate} can be read."));
        var json = door.ContextAsync(account, new ContextAsk(), cancellationToken);
        var markdown = await door.PromptAsync(account, new ContextAsk(), cancellationToken);
        var view = await json;
        if (!markdown.IsOk || !view.IsOk)
            throw Faults.NotFound(ToolAnswer.ProblemOf(markdown.IsOk ? view : markdown));
        return new ReadResourceResult
        {
            Contents = [new TextResourceContents { Uri = uri, MimeType = MimeType, Text = Encoding.UTF8.GetString(markdown.Body.Span) }],
            TimeToLive = Lifetime.OfAccount(ToolAnswer.Parse(view.Body)),
            CacheScope = CacheScope.Private,
        };
    }

    /// <summary>account://acct-1/context → acct-1; the account id is percent-encoded.</summary>
    private static string? AccountOf(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal) || !uri.EndsWith(End, StringComparison.Ordinal) || uri.Length <= Scheme.Length + End.Length)
            return null;
        var account = uri[Scheme.Length..^End.Length];
        return account.Contains('/', StringComparison.Ordinal) ? null : Uri.UnescapeDataString(account);
    }
}
