using System.Text;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Changes one line of a YAML text: another value behind its colon, other content, another depth, said twice or not at all.</summary>
internal static class FuzzYaml
{
    private static readonly string[] Oddities =
    [
        "&a [*a, *a]", "*nowhere", "!!binary x", "!<tag:yaml.org,2002:int> x", "? [a]: b", "<<: *a", "- ", "- -", "|", ">-", "---", "...", "%YAML 9.9", "\t", "{", "[", "}", ": :", "a: b: c", "'", "\"\\x\"", "#", "~",
        ".inf", ".nan", "0x7fffffffffffffff", "0o17", "1_000", "12e03", "yes", "2026-03-01T00:00:00Z", "\u2028", "\ufeff",
    ];

    public static byte[] Change(Random random, byte[] yaml)
    {
        var lines = Encoding.UTF8.GetString(yaml).Split('\n').ToList();
        var at = random.Next(lines.Count);
        var line = lines[at];
        var value = random.Next(2) == 0 ? FuzzValues.Json(random) : random.Pick(Oddities);
        switch (random.Next(6))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, line);
                break;
            case 2:
                lines[at] = new string(' ', random.Next(8)) + line.TrimStart();
                break;
            case 3:
                lines[at] = line[..(line.Length - line.TrimStart().Length)] + value;
                break;
            default:
                lines[at] = line.LastIndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? $"{line[..colon]}: {value}" : line + value;
                break;
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
