using System.Text;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api.Context;

namespace AccountTwins.Silo.Api.Accounts;

/// <summary>Writes an account with its entity tag, or 304 when the caller has it. Private to the caller and always revalidated.</summary>
public static class AccountAnswer
{
    private const string Caching = "private, no-cache";

    public static Task WriteJsonAsync(HttpContext context, AccountView view)
    {
        var still = StillJson.Of(view);
        return IsKnown(context, ContextTag.OfJson(still.Hash, view))
            ? Task.CompletedTask
            : JsonAnswer.Write(view, MovingJson.Write, (context, still), static (moment, state) =>
                JsonAnswer.WriteAsync(state.context, state.still.Bytes, moment[1..], "application/json; charset=utf-8"));
    }

    public static Task WritePromptAsync(HttpContext context, AccountView view, string? contact)
    {
        var text = Encoding.UTF8.GetBytes(PromptWriter.Write(view, contact));
        return IsKnown(context, ContextTag.OfText(text, view)) ? Task.CompletedTask : JsonAnswer.WriteAsync(context, text, "text/markdown; charset=utf-8");
    }

    private static bool IsKnown(HttpContext context, string tag)
    {
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = Caching;
        if (!ContextTag.Matches(context.Request.Headers.IfNoneMatch, tag))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
