using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;

namespace AccountTwins.Tests.Domain.Decisions;

public sealed class KnownKeysTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_newest_are_kept_in_their_order()
    {
        var keys = After(1, 200);

        Assert.Equal(Enumerable.Range(200 - KnownKeys.Max + 1, KnownKeys.Max).Select(number => (ulong)number), keys.Select(key => key.Key));
        Assert.Null(keys.Find(200 - KnownKeys.Max));
        Assert.Equal(200, keys.Find(200)!.Value.Number);
    }

    [Fact]
    public void Every_value_stays_what_it_was_while_others_grow_from_it()
    {
        var (grown, expected) = (new List<KnownKeys> { KnownKeys.None }, new List<ulong[]> { Array.Empty<ulong>() });
        var random = new Random(20260302);
        for (ulong number = 1; number <= 2_000; number++)
        {
            // From any value so far: most of them have lost the place behind them to another.
            var from = random.Next(3) == 0 ? random.Next(grown.Count) : grown.Count - 1;
            grown.Add(grown[from].Then(Key(number)));
            expected.Add([.. expected[from].Append(number).TakeLast(KnownKeys.Max)]);
        }

        for (var index = 0; index < grown.Count; index++)
            Assert.Equal(expected[index], grown[index].Select(key => key.Key));
    }

    [Fact]
    public void The_newest_use_of_a_key_is_the_one_that_is_found()
    {
        var keys = After(1, 3).Then(Key(2) with { Number = 9 });

        Assert.Equal(9, keys.Find(2)!.Value.Number);
    }

    [Fact]
    public void Equal_by_their_keys_and_stored_as_a_list()
    {
        var (left, right) = (After(3, 60), KnownKeys.Of([.. After(1, 60).Skip(2)]));

        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.NotEqual(left, After(2, 60));
        Assert.Equal(left, LedgerJson.Read<KnownKeys>(LedgerJson.Write(left)));
        Assert.Equal(LedgerJson.Write(left.ToArray()), LedgerJson.Write(left));
    }

    private static KnownKeys After(int first, int last)
    {
        var keys = KnownKeys.None;
        for (var number = first; number <= last; number++)
            keys = keys.Then(Key((ulong)number));
        return keys;
    }

    private static KnownKey Key(ulong number) => new(number, number + 1, (long)number, At.AddMinutes(number));
}
