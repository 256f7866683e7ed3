using AccountTwins.Domain.Tenants;

namespace AccountTwins.Tests.Domain.Tenants;

public sealed class ReleaseBudgetFacts
{
    [Fact]
    public void Leases_of_an_hour_never_exceed_the_limit()
    {
        var random = new Random(11);
        var budget = ReleaseBudget.Empty;
        long given = 0;
        for (var round = 0; round < 500; round++)
        {
            if (budget.Lease(new BudgetNeed("grant_credit", 10_000, null, random.Next(1, 900), 1, random.Next(0, 3000)), 5) is not { } lease)
                continue;
            budget = budget.With(lease);
            given += lease.Cents;
        }

        Assert.InRange(given, 9_000, 10_000);
    }

    [Fact]
    public void Next_hour_starts_again_and_the_clock_going_back_does_not()
    {
        var full = ReleaseBudget.Empty.With(new BudgetLease(5, "reply", 0, 3));
        var need = new BudgetNeed("reply", null, 3, 0, 1);

        Assert.Null(full.Lease(need, 5));
        Assert.Null(full.Lease(need, 4));
        Assert.Equal(new BudgetLease(6, "reply", 0, 1), full.Lease(need, 6));
    }

    [Fact]
    public void Slice_is_a_twentieth_and_at_least_one_act()
    {
        Assert.Equal(500, ReleaseBudget.Empty.Lease(new BudgetNeed("c", 10_000, null, 40, 1), 1)!.Cents);
        Assert.Equal(1, ReleaseBudget.Empty.Lease(new BudgetNeed("c", null, 5, 0, 1), 1)!.Count);
    }
}
