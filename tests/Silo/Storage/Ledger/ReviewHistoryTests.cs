using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Storage.Ledger;

/// <summary>Reviews are found by time over all accounts of one tenant, each once, page by page.</summary>
public sealed class ReviewHistoryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Reviews_come_by_time_over_all_accounts_of_their_tenant(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        foreach (var (tenant, account) in new[] { ("default", "acme"), ("default", "globex"), ("another", "acme") })
        {
            var subject = new LedgerSubject(tenant, account);
            LedgerEntry? last = null;
            for (var number = 1; number <= 6; number++)
            {
                var (word, at) = (number % 2 == 0 ? "review" : "decision", Chains.Noon.AddMinutes(number));
                var body = LedgerJson.Write(new { n = number });
                last = new LedgerEntry(number, word, at, 0, LedgerChain.HashOf(last?.Hash, tenant, account, number, word, at, 0, body, default), body, null);
                Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync(subject.Append([last]), default));
            }
        }

        var history = host.Services.GetRequiredService<IReviewHistory>();
        var found = new List<PastReview>();
        for (var place = ReviewPlace.Before(Chains.Noon.AddMinutes(3)); await history.ReadAsync("default", place, 3, default) is { Length: > 0 } page; place = page[^1].Place)
            found.AddRange(page);

        Assert.Equal(["acme 4", "acme 6", "globex 4", "globex 6"], found.Select(past => $"{past.Account} {past.Number}").Order());
        Assert.Equal(found.OrderBy(past => past.Place.At), found);
        Assert.Equal(6, (await history.ReadAsync("default", ReviewPlace.Before(DateTimeOffset.UnixEpoch), 1000, default)).Length);
    }
}
