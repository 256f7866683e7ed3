using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Decisions;

namespace AccountTwins.Silo.Api.Reviews;

/// <summary>The form of a review.</summary>
internal static class ReviewCheck
{
    private const int ReasonMax = 2000;

    /// <summary>What is wrong, with its path, or null.</summary>
    public static string? FaultOf(ReviewBody body)
    {
        if (body.Verb is not ("accept" or "edit" or "reject" or "reply"))
            return "verb: accept, edit, reject or reply.";
        if (body.Goals is not ("serves" or "neutral" or "against"))
            return "goals: serves, neutral or against.";
        if (body.Severity is not ("none" or "minor" or "major" or "severe"))
            return "severity: none, minor, major or severe.";
        if (body.Verb == "edit" != body.Edit is not null || body.Edit is not (null or "style" or "fact" or "amount" or "commitment" or "tone"))
            return "edit: style, fact, amount, commitment or tone, with the verb edit alone.";
        if (body.Reason?.Length > ReasonMax || (body.Verb == "reject" && string.IsNullOrWhiteSpace(body.Reason)))
            return $"reason: at most {ReasonMax} characters, and a rejection needs one: it is what the agent learns from.";
        if (body.Approved is not { } approved)
            return null;
        if (approved.Length is 0 or > DecisionCheck.ActionsMax)
            return $"approved: 1 to {DecisionCheck.ActionsMax} acts.";
        for (var index = 0; index < approved.Length; index++)
        {
            if (DecisionCheck.FaultOf(approved[index]) is { } fault)
                return $"approved[{index}].{fault}";
        }

        return null;
    }
}
