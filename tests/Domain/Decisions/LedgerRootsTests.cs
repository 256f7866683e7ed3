using AccountTwins.Domain.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>A root names where chains ended, whatever order they came in, and everything in it shows in its hash.</summary>
public sealed class LedgerRootsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly ChainEnd[] Ends = [new("b", 2, new byte[32]), new("/tenant", 1, [.. Enumerable.Repeat((byte)7, 32)]), new("ä", 3, new byte[32])];

    [Fact]
    public void Ends_read_back_sorted_by_subject()
    {
        var ends = LedgerRoots.Unpack(LedgerRoots.Pack(Ends))!;

        Assert.Equal(["/tenant", "b", "ä"], ends.Select(end => end.Subject));
        Assert.Equal([1L, 2, 3], ends.Select(end => end.Number));
        Assert.Equal(Ends[1].Hash, ends[0].Hash);
    }

    [Fact]
    public void Order_of_the_ends_makes_no_difference() => Assert.Equal(LedgerRoots.Pack(Ends), LedgerRoots.Pack([Ends[2], Ends[0], Ends[1]]));

    [Fact]
    public void Bytes_that_are_cut_are_no_ends()
    {
        var packed = LedgerRoots.Pack(Ends);
        var whole = Enumerable.Range(0, packed.Length + 1).Where(length => LedgerRoots.Unpack(packed.AsSpan(0, length)) is not null);

        Assert.Equal([0, 51, 96, packed.Length], whole);
    }

    [Fact]
    public void Hash_of_a_root_never_changes() => Assert.Equal("966cb88409cf95e2266cbf248511e679c994a4466c68de05cc3dfe69f461210f", Convert.ToHexStringLower(Hash()));

    [Fact]
    public void Any_other_field_gives_another_hash()
    {
        byte[][] hashes = [Hash(), Hash(previous: 1), Hash(tenant: "u"), Hash(number: 3), Hash(upTo: 9), Hash(minutes: 1), Hash(chains: 4), Hash(number2: 3)];

        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    private static byte[] Hash(byte previous = 0, string tenant = "t", long number = 2, long upTo = 8, int minutes = 0, int chains = 3, long number2 = 2) =>
        LedgerRoots.HashOf([previous], tenant, number, upTo, At.AddMinutes(minutes), chains, LedgerRoots.Pack([Ends[0] with { Number = number2 }, Ends[1]]));
}
