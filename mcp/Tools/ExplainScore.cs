using System.Globalization;
using System.Text;
using System.Text.Json;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Mcp.Answers;
using AccountTwins.Mcp.Doors;

namespace AccountTwins.Mcp.Tools;

/// <summary><c>explain_score</c>: why is this account at risk, or not?</summary>
internal static class ExplainScore
{
    public static readonly TwinTool Tool = new()
    {
        Route = TwinsRoute.Account,
        Definition = TwinTool.Define(
            "explain_score",
            "Explain an account's health score",
            """
            Shows what the health score of an account is made of: each driver with its points, the most it could give and why; the open risk flags with the signals behind them; the measures; and the data feeds with their age. Call it when a colleague asks why an account is at risk, or when you must weigh a risk yourself.
            Answer: the points of `health.drivers` add up exactly to `health.score` (0 worst, 100 best). A driver with `fresh` false has no current data and counts neither way. No score, and band `unknown`, mean too little fresh data: that is not the same as healthy. All of it is internal: never show it to the customer.
            """,
            """
            {"type":"object","additionalProperties":false,"required":["account"],"properties":{
              "account":{"type":"string","maxLength":128,"description":"Id of the account, from resolve_account or find_accounts."}}}
            """,
            McpJson.Default.ScoreAnswer,
            isReadOnly: true),
        Prepare = arguments =>
        {
            arguments.Only("account");
            var account = arguments.Required("account");
            return async call =>
            {
                var answer = await call.Door.AccountAsync(account, call.Cancellation);
                if (!answer.IsOk)
                    return ToolAnswer.Fault(answer);
                var view = JsonSerializer.Deserialize(answer.Body.Span, McpJson.Default.AccountView)!;
                var score = JsonSerializer.SerializeToElement(ScoreAnswer.Of(view), McpJson.Default.ScoreAnswer);
                return ToolAnswer.Ok(score, Lifetime.OfAccount(ToolAnswer.Parse(answer.Body)), Words(view), score.GetRawText());
            };
        },
    };

    /// <summary>62.5 of 100, watch. support 5 of 20: two escalations open. …</summary>
    private static string Words(AccountView view)
    {
        var text = new StringBuilder(view.Health.Score is { } score
            ? string.Create(CultureInfo.InvariantCulture, $"{score:0.#} of 100, {Word(view.Health.Band)}.")
            : "No score: too little fresh data.");
        foreach (var driver in view.Health.Drivers.OrderBy(driver => driver.Points - driver.PointsMax))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{driver.Name}: {driver.Points:0.#} of {driver.PointsMax:0.#}");
            if (!driver.Fresh)
                text.Append(" (no fresh data, counts neither way)");
            if (driver.Reason is { } reason)
                text.Append(": ").Append(reason);
        }

        foreach (var flag in view.Flags)
            text.Append(CultureInfo.InvariantCulture, $"\nopen flag: {flag.Kind} since {flag.OpenedAt.UtcDateTime:yyyy-MM-dd}");
        return text.ToString();
    }

    private static string Word(HealthBand band) => JsonNamingPolicy.SnakeCaseLower.ConvertName(band.ToString()).Replace('_', ' ');
}
