using System.Globalization;
using System.Text.Json.Nodes;
using AccountTwins.Client.Signals;

namespace AccountTwins.Cli.Demo;

/// <summary>
/// The accounts of one run, made of signals like any other. Each run has its own: budgets, open requests and linked repeats of an
/// earlier run would change the answers.
/// </summary>
internal sealed class DemoAccounts(DateTimeOffset now, string run)
{
    private const string Source = "/demo";
    private const int DaysOfUse = 60;

    private static readonly string[] Families = ["usage", "support", "billing", "sentiment", "crm", "contract", "outcome"];

    public string Small => $"demo-small-{run}";

    public string Global => $"demo-global-{run}";

    public Signal[] OfSmall() =>
        Of(Small, "Bakery Kolb", "smb", ["answer every order on the day"], arr: 9_600, seats: 12, endsInDays: 200, activeUsers: 11);

    public Signal[] OfGlobal() =>
        Of(Global, "Meridian Logistics", "enterprise", ["one invoice for all countries", "no surprise before the board meets"], arr: 2_400_000, seats: 900, endsInDays: 30, activeUsers: 840);

    /// <summary>"I am alive", of each feed but those left out.</summary>
    public static Signal[] Heartbeats(DateTimeOffset at, params string[] but) =>
        [.. Families.Except(but).Select(family => new Signal
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"beat-{family}-{at.UtcTicks}"),
            Source = Source,
            Type = "feed.heartbeat.v1",
            Time = at,
            Data = new JsonObject { ["family"] = family },
        })];

    private Signal[] Of(string account, string name, string segment, string[] goals, int arr, int seats, int endsInDays, int activeUsers)
    {
        var signed = now.AddDays(endsInDays - 365);
        List<Signal> signals =
        [
            Make(account, "crm.account_created.v1", signed, new JsonObject
            {
                ["name"] = name, ["segment"] = segment, ["owner"] = "demo-csm", ["language"] = "en", ["aiContact"] = "allowed",
                ["goals"] = new JsonArray([.. goals.Select(goal => (JsonNode)goal)]),
            }),
            Make(account, "contract.signed.v1", signed.AddMinutes(1), new JsonObject
            {
                ["contract"] = "C-" + account, ["arr"] = arr, ["currency"] = "EUR", ["grossMargin"] = 0.78, ["seats"] = seats, ["autoRenew"] = true,
                ["start"] = Day(signed), ["end"] = Day(now.AddDays(endsInDays)),
            }),
            Make(account, "support.csat.v1", now.AddDays(-3), new JsonObject { ["score"] = 5 }),
            Make(account, "sentiment.observed.v1", now.AddDays(-2), new JsonObject { ["score"] = 0.7, ["kind"] = "human", ["channel"] = "email" }),
            Make(account, "sentiment.nps.v1", now.AddDays(-9), new JsonObject { ["score"] = 9 }),
            Make(account, "crm.human_touch.v1", now.AddDays(-8), new JsonObject { ["kind"] = "call", ["who"] = "demo-csm" }),
        ];
        for (var month = 1; month <= 3; month++)
        {
            signals.Add(Make(account, "billing.invoice_paid.v1", now.AddDays(-30 * month + 5), new JsonObject
            {
                ["invoice"] = string.Create(CultureInfo.InvariantCulture, $"INV-{account}-{month}"), ["amount"] = arr / 12, ["currency"] = "EUR",
            }));
        }

        for (var day = DaysOfUse; day > 0; day--)
            signals.Add(Make(account, "usage.activity.v1", now.AddDays(-day).AddHours(-1), new JsonObject { ["activeUsers"] = activeUsers, ["sessions"] = activeUsers * 3 }));
        return [.. signals];
    }

    private static Signal Make(string account, string type, DateTimeOffset at, JsonObject data) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{account}-{type}-{at.UtcTicks}"),
        Source = Source,
        Type = type,
        Subject = account,
        Time = at,
        Data = data,
    };

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
