using AccountTwins.Domain.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>Every part of an entry shows in its hash, and the hash stays what it was.</summary>
public sealed class LedgerChainTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 12, 0, 0, 125, TimeSpan.Zero);

    [Fact]
    public void Hash_of_an_entry_never_changes() =>
        Assert.Equal("b95a264fcee769805b4be9586908cb462f504c9826e8c90d66a702a143983832", Convert.ToHexStringLower(Hash()));

    [Fact]
    public void Any_other_field_gives_another_hash()
    {
        byte[][] hashes =
        [
            Hash(), Hash(previous: "q"), Hash(tenant: "u"), Hash(subject: "b"), Hash(number: 8), Hash(kind: "l"), Hash(at: At.AddMilliseconds(1)),
            Hash(key: 10), Hash(body: "{ }"), Hash(body: "{\0}"), Hash(snapshot: "t"), Hash(snapshot: ""),
        ];

        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void What_moves_from_one_field_to_the_next_gives_another_hash()
    {
        byte[][] hashes =
        [
            Hash(previous: "ab", tenant: "cd"), Hash(previous: "abc", tenant: "d"),
            Hash(tenant: "ab", subject: "cd"), Hash(tenant: "abc", subject: "d"),
            Hash(body: "ab", snapshot: "cd"), Hash(body: "abc", snapshot: "d"), Hash(body: "abcd", snapshot: ""),
        ];

        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Moment_counts_in_whole_milliseconds_whatever_its_offset()
    {
        Assert.Equal(Hash(), Hash(at: At.AddTicks(9_999)));
        Assert.Equal(Hash(), Hash(at: At.ToOffset(TimeSpan.FromHours(2))));
    }

    private static byte[] Hash(
        string previous = "p", string tenant = "t", string subject = "a", long number = 7, string kind = "k", DateTimeOffset? at = null,
        ulong key = 9, string body = "{}", string snapshot = "s") =>
        LedgerChain.HashOf(Bytes(previous), tenant, subject, number, kind, at ?? At, key, Bytes(body), Bytes(snapshot));

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
