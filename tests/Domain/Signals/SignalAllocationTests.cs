using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Tests.Domain.Signals;

public sealed class SignalAllocationTests
{
    private const int Rounds = 1_000;

    /// <summary>Body, signal and account id; a parsed document or a text per member would show at once.</summary>
    [Fact]
    public void Decoding_a_usage_event_allocates_less_than_400_bytes()
    {
        var rules = new DecodeRules { Now = new(2026, 1, 17, 12, 0, 0, TimeSpan.Zero) };
        var json = SignalWriter.Structured(
            new("default", "acct-000123"), new UsageActivity(42, 118, "reports", 1730), rules.Now, "https://example.com/product/eu-west", "0f3c9a52-7d11-4a5e-9f3f");
        for (var round = 0; round < Rounds; round++)
            Assert.Equal(DecodedKind.Accepted, SignalDecoder.Decode(json, rules).Kind);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
            _ = SignalDecoder.Decode(json, rules);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        Assert.InRange(bytes, 1, 399);
    }
}
