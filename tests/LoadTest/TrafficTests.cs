using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.Tests.LoadTest;

public sealed class TrafficTests
{
    private static readonly DateTimeOffset End = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly WorkloadOptions Options = new() { Seed = 7, Signals = 20_000, Accounts = 300, End = End };

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        Assert.Equal(new Traffic(Options).Read().Select(message => Convert.ToHexString(message.Value)), new Traffic(Options).Read().Select(message => Convert.ToHexString(message.Value)));
        Assert.NotEqual(new Traffic(Options).Read().First().Value, new Traffic(Options with { Seed = 8 }).Read().First().Value);
    }

    [Fact]
    public void The_decoder_takes_every_signal_as_it_was_meant_and_refuses_every_malformed_message()
    {
        var rules = new DecodeRules { Now = End };
        foreach (var message in new Traffic(Options).Read())
        {
            var decoded = SignalDecoder.Decode(message.Value, rules);
            var expected = message.Kind switch
            {
                OutgoingKind.Malformed => DecodedKind.Rejected,
                OutgoingKind.Heartbeat => DecodedKind.Heartbeat,
                _ => DecodedKind.Accepted,
            };
            Assert.True(expected == decoded.Kind, $"{decoded.Kind} {decoded.Code?.Code} {decoded.Message}: {System.Text.Encoding.UTF8.GetString(message.Value)}");
            if (decoded.Kind == DecodedKind.Accepted)
                Assert.Equal((message.Account, message.Signal), (decoded.Account, decoded.Signal));
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void The_hot_account_gets_its_share(double share)
    {
        var signals = new Traffic(Options with { HotShare = share }).Read().Where(message => message.Kind == OutgoingKind.Signal).ToList();

        Assert.Equal(Options.Signals, signals.Count);
        Assert.InRange(signals.Count(signal => signal.Account == Traffic.Hot) / (double)signals.Count, share - 0.02, share + 0.02);
    }

    [Fact]
    public void All_families_and_all_kinds_of_trouble_occur()
    {
        var messages = new Traffic(Options).Read().ToList();

        Assert.Equal(7, messages.Where(message => message.Kind == OutgoingKind.Signal).Select(message => message.Family).Distinct().Count());
        Assert.InRange(messages.Count(message => message.Kind == OutgoingKind.Repeat), 100, 500);
        Assert.InRange(messages.Count(message => message.Kind == OutgoingKind.Malformed), 50, 150);
        Assert.Equal(4, messages.Count(message => message.Kind == OutgoingKind.Heartbeat));
        Assert.All(messages.Where(message => message.Kind == OutgoingKind.Repeat), repeat => Assert.NotEqual(Traffic.Hot, repeat.Account));
    }

    [Fact]
    public void No_list_of_a_twin_overflows_so_that_all_of_it_is_audited()
    {
        var oracle = new AccountTwins.LoadTest.Audit.Oracle();
        foreach (var message in new Traffic(Options).Read())
            oracle.Note(message);

        Assert.All(oracle.Twins(), twin => Assert.Equal(0, Evicted(twin)));
    }

    private static long Evicted(AccountTwin twin) =>
        twin.Contracts.Evicted + twin.Stakeholders.Evicted + twin.Tickets.Evicted + twin.Invoices.Evicted + twin.Disputes.Evicted
        + twin.Credits.Evicted + twin.Commitments.Evicted + twin.Integrations.Evicted + twin.Milestones.Evicted;
}
