namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Bodies as no client would send them: a good one with parts replaced, added or taken away, its bytes disturbed, another route's, or none at all.</summary>
internal static class FuzzBytes
{
    public static byte[] Next(Random random, byte[] good, byte[] foreign) => random.Next(15) switch
    {
        0 => [],
        1 => foreign,
        2 => Noise(random, random.Next(64)),
        3 or 4 => Disturb(random, good),
        5 => Disturb(random, Change(random, good)),
        6 or 7 => Change(random, Change(random, good)),
        8 or 9 or 10 => good,
        _ => Change(random, good),
    };

    private static byte[] Change(Random random, byte[] good) => good is [(byte)'{' or (byte)'[', ..] ? FuzzJson.Change(random, good) : FuzzYaml.Change(random, good);

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Disturb(Random random, byte[] good)
    {
        var bytes = good.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
