using System.Text;
using AccountTwins.Domain.Playbooks.Changes;
using AccountTwins.Silo.Playbooks;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>Whatever stands in a file, reading it ends with a playbook or with errors.</summary>
public sealed class PlaybookFuzzTests
{
    private static readonly string[] Pieces =
    [
        "&a ", "*a", "!!int ", "- ", ": ", "? ", "{", "}", "[", "]", "|\n", ">\n", "\"", "'", "#", "%YAML 9.9\n", "---\n", "...\n", "\t", "\0", "\r", "\uFEFF", "null",
        "-1", "1e999", "0x10", "99999999999999999999999999999999", "true", "<<: ", "\u2028", "@", "`", "!<", "!", "&", "\\x", "  ",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Mutated_files_give_errors_and_never_throw(int seed)
    {
        var random = new Random(seed);
        var defaults = Encoding.UTF8.GetString(DefaultPlaybook.File.Span);
        for (var round = 0; round < 400; round++)
        {
            var text = new StringBuilder(round % 8 == 0 ? defaults : SmallPlaybook.Text);
            for (var change = random.Next(1, 6); change > 0; change--)
                Mutate(text, random);
            Read(SmallPlaybook.Bytes(text.ToString()), seed, round);
        }
    }

    [Fact]
    public void Random_bytes_give_errors_and_never_throw()
    {
        var random = new Random(4);
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            if (round % 2 == 0)
            {
                for (var index = 0; index < bytes.Length; index++)
                    bytes[index] = (byte)(bytes[index] % 96 + 31);
            }

            Read(bytes, 4, round);
        }
    }

    [Fact]
    public void A_file_that_is_all_brackets_ends_at_once()
    {
        Assert.Equal("too_deep", PlaybookReader.Read(new string('[', 200_000)).Errors[0].Code);
        Assert.Equal("too_deep", PlaybookReader.Read(string.Concat(Enumerable.Repeat("- ", 100_000))).Errors[0].Code);
    }

    private static void Read(byte[] bytes, int seed, int round)
    {
        try
        {
            var reading = PlaybookReader.Read(bytes);
            Assert.Equal(reading.Playbook is null, reading.Errors.Count > 0);
            if (reading.Playbook is { } playbook)
                Assert.NotEqual(ChangeDirection.Unspecified, PlaybookDiff.Between(DefaultPlaybook.Value, playbook).Direction);
        }
        catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"seed {seed}, round {round}: {fault}\n{Convert.ToBase64String(bytes)}");
        }
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at));
                break;
            case 1:
                text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                break;
            case 2:
                var from = random.Next(text.Length);
                text.Insert(at, text.ToString(from, Math.Min(random.Next(1, 60), text.Length - from)));
                break;
            default:
                text[at] = (char)random.Next(1, 0x3000);
                break;
        }

        if (text.Length == 0)
            text.Append('x');
    }
}
