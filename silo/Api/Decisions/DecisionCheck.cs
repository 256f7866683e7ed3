using System.Text.RegularExpressions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Silo.Api.Decisions;

/// <summary>The form of a request. What it asks for is judged elsewhere; here nothing gets in that could not be kept or compared.</summary>
public static partial class DecisionCheck
{
    public const int ActionsMax = 8;
    public const int ClaimMax = 64;
    private const int DraftMax = 4000;
    private const int TextMax = 254;
    private const int DetailMax = 1000;
    private const int KeyMax = 128;
    private const decimal AmountMax = 1_000_000_000m;

    /// <summary>What is wrong, with its path, or null.</summary>
    public static string? FaultOf(DecisionBody body)
    {
        if (body.Actions.Length is 0 or > ActionsMax)
            return $"actions: 1 to {ActionsMax} are possible.";
        for (var index = 0; index < body.Actions.Length; index++)
        {
            if (FaultOf(body.Actions[index]) is { } fault)
                return $"actions[{index}].{fault}";
        }

        if (!Release().IsMatch(body.Agent.Release))
            return "agent.release: 1 to 64 letters, digits and . _ - are possible.";
        if (!body.DryRun && string.IsNullOrEmpty(body.IdempotencyKey))
            return "idempotencyKey: needed, so that a repeat is not a second decision.";
        if (body.IdempotencyKey?.Length > KeyMax)
            return $"idempotencyKey: at most {KeyMax} characters.";
        if (body.Claim is { Length: 0 or > ClaimMax })
            return $"claim: 1 to {ClaimMax} characters.";
        if (body.MaxStaleness < 0)
            return "maxStaleness: 0 or more seconds.";
        if (body.SupportedObligations is null || body.SupportedObligations.Length > 32)
            return "supportedObligations: at most 32 words.";
        return Texts(body).FirstOrDefault(text => text.Value is { } value && !IsText(value)).Name is { } name ? $"{name}: 1 to {TextMax} characters without control characters." : null;
    }

    /// <summary>What is wrong with one act, or null.</summary>
    public static string? FaultOf(ActionBody action)
    {
        if (!Word().IsMatch(action.Type))
            return "type: lower_snake_case, 1 to 40 characters.";
        if (action.Category is { } category && !Word().IsMatch(category))
            return "category: lower_snake_case, 1 to 40 characters.";
        if (action.Amount is < 0 or > AmountMax || action.Amount is { } amount && decimal.Round(amount, 4) != amount)
            return $"amount: 0 to {AmountMax:0} with at most four decimals.";
        if (action.Amount is null != action.Currency is null)
            return "amount and currency: both or neither.";
        if (action.Currency is { } currency && !Iso4217().IsMatch(currency))
            return "currency: three capital letters as in ISO 4217.";
        if (action.Confidence is < 0 or > 1)
            return "confidence: 0 to 1.";
        return action.Draft?.Length > DraftMax ? $"draft: at most {DraftMax} characters." : null;
    }

    /// <summary>What is wrong with a report of an outcome, or null.</summary>
    public static string? FaultOf(OutcomeBody body)
    {
        if (body.State is < DecisionState.Executed or > DecisionState.NotExecuted)
            return "state: executed, partly, failed or not_executed.";
        if (body.Amounts is { } amounts && (amounts.Length > ActionsMax || amounts.Any(amount => amount is < 0 or > AmountMax)))
            return $"amounts: 0 to {AmountMax:0}, one for each act.";
        if (body.Amounts is null != body.Currency is null)
            return "amounts and currency: both or neither.";
        if (body.Currency is { } currency && !Iso4217().IsMatch(currency))
            return "currency: three capital letters as in ISO 4217.";
        return body.Detail?.Length > DetailMax ? $"detail: at most {DetailMax} characters." : null;
    }

    private static IEnumerable<(string? Name, string? Value)> Texts(DecisionBody body) =>
    [
        ("onBehalfOf", body.OnBehalfOf), ("contact", body.Contact), ("conversation", body.Conversation), ("agent.model", body.Agent.Model),
    ];

    private static bool IsText(string text) => text.Length is > 0 and <= TextMax && !text.Any(char.IsControl);

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}\\z")]
    private static partial Regex Word();

    [GeneratedRegex("^[A-Z]{3}\\z")]
    private static partial Regex Iso4217();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}\\z")]
    private static partial Regex Release();
}
