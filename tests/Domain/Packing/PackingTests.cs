using AccountTwins.Domain.Packing;

namespace AccountTwins.Tests.Domain.Packing;

public sealed class PackingTests
{
    public static TheoryData<decimal> Decimals() => new(
        0m, 1m, -1m, 1.50m, -0.001m, 79228162514264337593543950335m, -79228162514264337593543950335m,
        0.0000000000000000000000000001m, 18446744073709551615m, 18446744073709551616m);

    [Theory]
    [MemberData(nameof(Decimals))]
    public void Decimal_comes_back_with_its_scale(decimal value)
    {
        var writer = new PackedWriter(16);
        writer.Decimal(value);
        var reader = new PackedReader(writer.Written);
        Assert.Equal(decimal.GetBits(value), decimal.GetBits(reader.Decimal()));
        Assert.True(reader.AtEnd);
        writer.Dispose();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(63, 1)]
    [InlineData(64, 2)]
    [InlineData(long.MaxValue, 10)]
    [InlineData(long.MinValue, 10)]
    public void Signed_number_comes_back_and_is_short_near_zero(long value, int bytes)
    {
        var writer = new PackedWriter(16);
        writer.Signed(value);
        Assert.Equal(bytes, writer.Length);
        Assert.Equal(value, new PackedReader(writer.Written).Signed());
        writer.Dispose();
    }

    [Fact]
    public void Values_come_back_in_their_order_though_the_buffer_grew()
    {
        var writer = new PackedWriter(1);
        writer.Unsigned(ulong.MaxValue);
        writer.Text(null);
        writer.Text("");
        writer.Text(new string('ä', 5_000));
        writer.Bytes([1, 2, 3]);
        writer.Fixed64(42);
        writer.Double(double.NegativeZero);
        writer.Bool(true);

        var reader = new PackedReader(writer.ToArray());
        writer.Dispose();
        Assert.Equal(ulong.MaxValue, reader.Unsigned());
        Assert.Null(reader.Text());
        Assert.Equal("", reader.Text());
        Assert.Equal(new string('ä', 5_000), reader.Text());
        Assert.Equal([1, 2, 3], reader.Bytes().ToArray());
        Assert.Equal(42UL, reader.Fixed64());
        Assert.True(double.IsNegative(reader.Double()));
        Assert.True(reader.Bool());
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Damage_is_named_and_allocates_nothing_for_an_announced_length()
    {
        Assert.Throws<PackedFormatException>(() => new PackedReader([]).Byte());
        Assert.Throws<PackedFormatException>(() => new PackedReader([2]).Bool());
        Assert.Throws<PackedFormatException>(() => new PackedReader([255, 255, 255, 255, 15, 1]).Text());
        Assert.Throws<PackedFormatException>(() => new PackedReader([2, 0xFF]).Text());
        Assert.Throws<PackedFormatException>(() => new PackedReader([0]).RequiredText());
        Assert.Throws<PackedFormatException>(() => new PackedReader([29, 0]).Decimal());
        Assert.Throws<PackedFormatException>(() => new PackedReader([9]).Count(8));
        Assert.Throws<PackedFormatException>(() => new PackedReader([255, 255, 255, 255, 255, 255, 255, 255, 255, 2]).Unsigned());
    }
}
