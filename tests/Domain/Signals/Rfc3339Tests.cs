using System.Globalization;
using System.Text;
using AccountTwins.Domain.Signals.Decoding;

namespace AccountTwins.Tests.Domain.Signals;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-01-17T09:30:00Z", "2026-01-17T09:30:00.0000000Z")]
    [InlineData("2026-01-17t09:30:00z", "2026-01-17T09:30:00.0000000Z")]
    [InlineData("2026-01-17T09:30:00.5+01:00", "2026-01-17T08:30:00.5000000Z")]
    [InlineData("2026-01-17T00:30:00-05:45", "2026-01-17T06:15:00.0000000Z")]
    [InlineData("2026-01-17T09:30:00.123456789Z", "2026-01-17T09:30:00.1234567Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000Z")]
    [InlineData("2024-02-29T12:00:00Z", "2024-02-29T12:00:00.0000000Z")]
    public void Time_is_read_as_utc(string text, string expected)
    {
        Assert.True(Rfc3339.TryTime(Encoding.UTF8.GetBytes(text), out var ticks));
        Assert.Equal(expected, new DateTime(ticks, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-17")]
    [InlineData("2026-01-17 09:30:00Z")]
    [InlineData("2026-01-17T09:30:00")]
    [InlineData("2026-01-17T09:30:00.Z")]
    [InlineData("2026-01-17T09:30:00.5")]
    [InlineData("2026-01-17T24:00:00Z")]
    [InlineData("2025-02-29T12:00:00Z")]
    [InlineData("2026-01-17T09:30:00+0100")]
    [InlineData("2026-01-17T09:30:00+24:00")]
    [InlineData("2026-01-17T09:30:00ZZ")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    public void Anything_else_is_no_time(string text) => Assert.False(Rfc3339.TryTime(Encoding.UTF8.GetBytes(text), out _));
}
