using System.Text;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Writing;

namespace AccountTwins.Tests.Domain.Signals;

public sealed class SignalFuzzTests
{
    private const int Rounds = 50_000;
    private const int Seed = 4711;

    private static readonly DecodeRules Rules = new() { Now = new(2026, 1, 17, 12, 0, 0, TimeSpan.Zero) };

    private static readonly byte[][] Pieces =
    [
        .. new[] { "null", "{}", "[]", "\"\"", "-1", "1e999", "true", "\\u0000", "\\ud800", "\"\\", ",", "}", "{\"", "\0", "é", "1.0000000000000000000000000000000000001", "\"data\":" }
            .Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void No_event_however_mangled_makes_the_decoder_throw()
    {
        var random = new Random(Seed);
        var events = SignalCatalogue.All.Select(type => Encoding.UTF8.GetBytes(SignalSchemas.ExampleEvent(type))).ToArray();
        var kinds = new int[4];
        for (var round = 0; round < Rounds; round++)
        {
            var json = Mangle(random, events[random.Next(events.Length)]);
            var decoded = SignalDecoder.Decode(json, Rules);
            kinds[(int)decoded.Kind]++;
            Assert.True(decoded.Kind != DecodedKind.Rejected || (decoded.Code is not null && decoded.Message is not null), $"seed {Seed}, round {round}");
            if (decoded.Signal is { } signal)
                Assert.NotNull(signal.Read());
        }

        Assert.True(kinds[(int)DecodedKind.Accepted] > 0 && kinds[(int)DecodedKind.Rejected] > Rounds / 10, string.Join(' ', kinds));
        Assert.Equal(0, kinds[(int)DecodedKind.Unspecified]);
    }

    [Fact]
    public void Damaged_body_is_read_or_named_as_damaged()
    {
        var random = new Random(Seed);
        var bodies = SignalCatalogue.All
            .Select(type => SignalDecoder.Decode(Encoding.UTF8.GetBytes(SignalSchemas.ExampleEvent(type)), Rules).Signal?.Body)
            .OfType<byte[]>().ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                Assert.NotNull(Signal.Unpack(Mangle(random, bodies[random.Next(bodies.Length)])).Read());
            }
            catch (PackedFormatException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }
    }

    private static byte[] Mangle(Random random, byte[] original)
    {
        var bytes = new List<byte>(original);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(7));
                    break;
                case 2:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at - 1));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), bytes.Count / 4));
                    break;
            }
        }

        return [.. bytes];
    }
}
