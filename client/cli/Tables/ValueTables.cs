using System.Globalization;
using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>Survival models, for people.</summary>
internal static class ValueTables
{
    public static void Write(Call call, ValueModelsAnswer answer) =>
        call.Write(
            ["segment", "term", "method", "renewals", "lost", "periods", "next renewal", "terms to come", "95 %"],
            answer.Models.Select(one => new object?[]
            {
                one.Segment.Length == 0 ? "(none)" : one.Segment, $"{one.TermMonths} months", one.Method, one.AtRisk, one.Lost, one.Periods,
                one.NextRenewal.ToString("P1", CultureInfo.InvariantCulture), Number(one.Terms), $"{Number(one.TermsLow)} to {Number(one.TermsHigh)}",
            }));

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
