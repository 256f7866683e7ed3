using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Domain.Packing;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Domain.Accounts;

public class CodecFacts
{
    /// <summary>Packed twin and its digest as version 1 wrote them. Never written again: it stands for the rows of yesterday.</summary>
    private const string StoredTwin = "tests/Golden/twin/version-1.txt";

    [Fact]
    public void A_twin_of_version_1_reads_back_and_packs_to_the_same_bytes()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryFiles.Root, StoredTwin));
        var stored = Convert.FromHexString(lines[0]);
        var twin = AccountTwinCodec.Unpack(TwinBench.Key, stored);
        Assert.Equal(AccountTwinCodec.SchemaVersion, stored[0]);
        Assert.Equal(stored, AccountTwinCodec.Pack(twin));
        Assert.Equal(lines[1], AccountTwinDigest.OrderFree(twin));
        Assert.NotNull(twin.Contract);
        Assert.Equal((250L, 249L), (twin.Provenance.Families.Sum(family => family.Count) - 1, twin.Positions[1]));
    }

    [Fact]
    public void An_empty_twin_is_small_and_comes_back()
    {
        var packed = AccountTwinCodec.Pack(TwinBench.Twin);
        Assert.Equal(TwinBench.Twin, AccountTwinCodec.Unpack(TwinBench.Key, packed));
        Assert.True(packed.Length < 64);
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_never_crash()
    {
        var packed = AccountTwinCodec.Pack(TwinBench.Fed(new RandomSignals(3).Take(120)));
        for (var length = 0; length < packed.Length; length += 7)
        {
            var cut = packed[..length];
            Assert.Throws<PackedFormatException>(() => AccountTwinCodec.Unpack(TwinBench.Key, cut));
        }

        for (var seed = 1; seed <= 2000; seed++)
        {
            var random = new Random(seed);
            var damaged = (byte[])packed.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                AccountTwinCodec.Unpack(TwinBench.Key, damaged);
            }
            catch (PackedFormatException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void A_newer_version_is_named()
    {
        byte[] packed = [AccountTwinCodec.SchemaVersion + 1];
        var exception = Assert.Throws<PackedFormatException>(() => AccountTwinCodec.Unpack(TwinBench.Key, packed));
        Assert.Contains("version 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_name_the_field()
    {
        var signals = new RandomSignals(5).Take(100);
        var names = AccountTwinDigest.OrderFreeDifferences(TwinBench.Fed(signals), TwinBench.Fed(signals[1..]));
        Assert.NotEmpty(names);
        Assert.Contains(names, name => name.StartsWith("counts.", StringComparison.Ordinal));
    }
}
