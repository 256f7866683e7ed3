using System.Globalization;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Streams;
using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Tests.Domain.Value;

/// <summary>What a twin's contracts tell about renewals: a story, the day on which it is looked at, and survived/lost/before by cohort.</summary>
public class RenewalsOfTwinFacts
{
    private static readonly DateTimeOffset Now = Day("2026-03-01");

    [Theory]
    [InlineData("runs in its first term", "signed 2025-06-01 2026-05-31", "12: 0")]
    [InlineData("renewed twice", "signed 2023-06-01 2024-05-31; renewed 2024-06-01 2025-05-31; renewed 2025-06-01 2026-05-31", "12: 2")]
    [InlineData("said to be lost", "signed 2023-06-01 2024-05-31; renewed 2024-06-01 2025-05-31; churned C", "12: 1 lost")]
    [InlineData("the whole account said to be lost", "signed 2024-06-01 2025-05-31; churned", "12: 0 lost")]
    [InlineData("another contract said to be lost", "signed 2025-06-01 2026-05-31; churned D", "12: 0")]
    [InlineData("won back", "signed 2024-06-01 2025-05-31; churned C; renewed 2025-06-01 2026-05-31", "12: 1")]
    [InlineData("notice still runs", "signed 2025-06-01 2026-05-31; cancelled 2026-05-31", "12: 0")]
    [InlineData("notice has run out", "signed 2024-06-01 2025-05-31; cancelled 2025-05-31", "12: 0 lost")]
    [InlineData("ended and nobody said a word", "signed 2024-06-01 2025-05-31", "12: 0")]
    [InlineData("ended, and was not to renew by itself", "signed-once 2024-06-01 2025-05-31", "12: 0 lost")]
    [InlineData("ended lately, and was not to renew by itself", "signed-once 2025-02-01 2026-01-31", "12: 0")]
    [InlineData("first heard of when it was renewed", "renewed 2024-06-01 2025-05-31; renewed 2025-06-01 2026-05-31", "12: 2 before 1")]
    [InlineData("months of the newest term count", "signed 2024-06-01 2024-06-30; renewed 2024-07-01 2025-06-30", "12: 1")]
    [InlineData("renewed without a first day keeps its term", "signed 2024-06-01 2025-05-31; renewed-until 2026-05-31", "12: 1")]
    [InlineData("amended only", "amended", "")]
    public void Each_contract_is_one_record(string story, string facts, string expected)
    {
        Assert.Equal((story, expected), (story, Text(RenewalsOf.Twin(Twin(facts, Enumerable.Range(0, 20)), Now))));
    }

    [Fact]
    public void Neither_order_nor_repetition_changes_what_is_counted()
    {
        const string Story = "signed 2023-06-01 2024-05-31; renewed 2024-06-01 2025-05-31; amended; renewed 2025-06-01 2026-05-31; churned C";
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var order = Enumerable.Range(0, 5).Concat(Enumerable.Range(0, 5)).ToArray();
            random.Shuffle(order);

            Assert.Equal((seed, "12: 2 lost"), (seed, Text(RenewalsOf.Twin(Twin(Story, order), Now))));
        }
    }

    [Fact]
    public void A_history_is_written_and_read_as_it_was()
    {
        var tally = new RenewalTally();
        var random = new Random(4);
        for (var page = 0; page < 10; page++)
            tally.Add(Enumerable.Range(0, 50).Select(_ => new RenewalRecord(Cohort.Of($"s{random.Next(4)}", 12), random.Next(5), random.Next(2) == 0)));
        var history = tally.History();

        var text = RenewalText.Write(history);
        var read = RenewalText.Read(text);

        Assert.Equal(RenewalText.HashOf(text), RenewalText.HashOf(RenewalText.Write(read)));
        Assert.All(history.Cohorts, entry => Assert.Equal(entry.Value.Opportunities, read.Of(entry.Key).Opportunities));
    }

    [Fact]
    public void A_customer_who_renewed_is_a_customer_since_the_first_term()
    {
        var twin = Twin("signed 2023-06-01 2024-05-31; renewed 2024-06-01 2025-05-31", Enumerable.Range(0, 20));

        Assert.Equal(Day("2023-06-01"), twin.CustomerSince);
    }

    private static AccountTwin Twin(string story, IEnumerable<int> order)
    {
        var facts = story.Split("; ").Select((text, index) => Signal.Of(Fact(text), Day("2024-01-01").AddDays(100 * index), "/test", index.ToString(CultureInfo.InvariantCulture))).ToArray();
        StreamSignal[] signals = [.. order.Where(index => index < facts.Length).Select((index, offset) => new StreamSignal(offset, facts[index]))];
        return ((ApplyOutcome.Applied)AccountTwin.Empty(new AccountKey("t", "a")).Apply(1, Positions.Nothing, signals)).Twin;
    }

    private static Fact Fact(string text)
    {
        var words = text.Split(' ');
        return words[0] switch
        {
            "signed" => new ContractSigned { Contract = "C", Arr = 10, Currency = "EUR", Start = Date(words[1]), End = Date(words[2]) },
            "signed-once" => new ContractSigned { Contract = "C", Arr = 10, Currency = "EUR", Start = Date(words[1]), End = Date(words[2]), AutoRenew = false },
            "renewed" => new ContractRenewed { Contract = "C", Start = Date(words[1]), End = Date(words[2]) },
            "renewed-until" => new ContractRenewed { Contract = "C", End = Date(words[1]) },
            "amended" => new ContractAmended { Contract = "C", Seats = 4 },
            "cancelled" => new ContractCancelled("C", Date(words[1])),
            "churned" => new OutcomeChurned(words.ElementAtOrDefault(1)),
            _ => throw new ArgumentOutOfRangeException(nameof(text), text, "No such fact."),
        };
    }

    private static string Text(IEnumerable<RenewalRecord> records) => string.Join("; ", records.Select(one =>
        $"{one.Cohort.TermMonths}: {one.Survived}{(one.IsLost ? " lost" : "")}{(one.SurvivedBefore > 0 ? $" before {one.SurvivedBefore}" : "")}"));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset Day(string text) => new(Date(text), TimeOnly.MinValue, TimeSpan.Zero);
}
