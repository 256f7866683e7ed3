using System.Globalization;
using System.Text.Json;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>Changes for people, a line each. A kind that this release does not know shows its data.</summary>
internal static class ChangeTables
{
    private const int TextLengthMax = 160;

    public static string LineOf(ChangeMessage change) => string.Create(CultureInfo.InvariantCulture,
        $"{change.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z  {change.Sequence,6}  {TableText.Clean(change.Kind),-18}  {TableText.Clean(change.Account ?? "-"),-16}  {TextOf(change)}");

    private static string TextOf(ChangeMessage change)
    {
        var text = change.Kind switch
        {
            "score_band_crossed" => $"{Of("from")} -> {Of("to")}, score {Of("score")}",
            "flag_opened" => $"{Of("cause")}, flag {Of("flag")}",
            "flag_closed" => $"{Of("cause")}, flag {Of("flag")}: {Of("end")}",
            "latitude_overridden" => $"{Of("step")} {Of("latitude")} by {Of("by")}: {Of("reason")}",
            "latitude_changed" => $"{Of("scenario")} {Of("from")} -> {Of("to")}: {Of("text")}",
            "handed_over" => $"{Of("decisionId")} is for {Of("to")} to answer by {Of("dueAt")}, owner {Of("owner")}",
            "review_awaited" => $"{Of("decisionId")} waits for {Of("role")} until {Of("dueAt")}",
            "review_done" => $"{Of("decisionId")} {Of("verb")} by {Of("reviewer")}: {Of("state")}",
            _ => change.Data.GetRawText(),
        };
        return TableText.Clean(text.Length <= TextLengthMax ? text : text[..TextLengthMax]);

        string Of(string name) => change.Data.ValueKind == JsonValueKind.Object && change.Data.TryGetProperty(name, out var value) ? value.ToString() : "-";
    }
}
