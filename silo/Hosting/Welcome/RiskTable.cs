using System.Globalization;
using System.Text;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Storage.Search;

namespace AccountTwins.Silo.Hosting.Welcome;

/// <summary>The accounts most at risk, as a short table for a terminal.</summary>
internal sealed class RiskTable(IAccountSearch search, IGrainFactory grains)
{
    private const int RowsMax = 8;

    /// <summary>Customers with an open flag, the lowest score first.</summary>
    public async Task<IReadOnlyList<AccountView>> WorstAsync(CancellationToken cancellationToken)
    {
        var page = await search.FindAsync(
            new AccountQuery { Tenant = SampleRun.Tenant, HasOpenFlag = true, Sort = AccountSort.Band, PageSize = AccountQuery.PageSizeMax }, cancellationToken);
        var views = new List<AccountView>();
        foreach (var row in page.Rows)
        {
            // The row is as old as the last checkpoint: the flag may be closed and the customer gone by now.
            if ((await grains.GetGrain<IAccountGrain>(row.Key.ToString()).Read()).View is { Flags.Length: > 0, Profile.Lifecycle: not "churned" } view)
                views.Add(view);
        }

        return [.. views.OrderBy(view => view.Health.Score ?? decimal.MaxValue).Take(RowsMax)];
    }

    public static string Format(IReadOnlyList<AccountView> views)
    {
        if (views.Count == 0)
            return "";
        var text = new StringBuilder().AppendLine().AppendLine("most at risk      score  ARR                 renews      flag since  name");
        foreach (var view in views)
        {
            var arr = view.Contract?.Arr is { } amount ? string.Create(CultureInfo.InvariantCulture, $"{amount:N0} {view.Contract.Currency}") : "-";
            text.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Cut(view.Account, 16),-16}  {view.Health.Score,5:0.0}  {arr,-18}  {view.Contract?.End,-10:yyyy-MM-dd}  {view.Flags.FirstOrDefault()?.OpenedAt,-10:yyyy-MM-dd}  {Cut(view.Profile.Name ?? "-", 30)}"));
        }

        return text.AppendLine().ToString();
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
