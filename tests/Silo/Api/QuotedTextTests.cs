using AccountTwins.Silo.Api.Context;

namespace AccountTwins.Tests.Silo.Api;

public sealed class QuotedTextTests
{
    [Theory]
    [InlineData("Plain text", "«Plain text»")]
    [InlineData("two\r\nlines\u2028three\tfour", "«two lines three four»")]
    [InlineData("  around   and  between  ", "«around and between»")]
    [InlineData("**bold** `code` # heading [link](http://x) <b>", "«bold code heading linkhttp://x b»")]
    [InlineData("end » of quote « begin", "«end of quote begin»")]
    [InlineData("zero\u200bwidth\u200d\ufeff join", "«zerowidth join»")]
    [InlineData("\u202eright to left\u202c \u2066isolate\u2069", "«right to left isolate»")]
    [InlineData("tag\U000e0041\U000e0042 variation\ufe0f", "«tag variation»")]
    [InlineData("bell\a null\0 escape\u001b[31m", "«bell null escape31m»")]
    [InlineData("broken \ud800 surrogate", "«broken surrogate»")]
    [InlineData("Zu\u0308rich Straße 東京", "«Zu\u0308rich Straße 東京»")]
    public void Only_what_is_seen_and_harmless_is_kept(string text, string quoted) => Assert.Equal(quoted, QuotedText.Quote(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("\u200b\u202e\u3164")]
    [InlineData("***")]
    public void Nothing_readable_is_no_quote(string? text) => Assert.Null(QuotedText.Quote(text));

    [Fact]
    public void Long_text_is_cut_with_a_mark_and_never_inside_a_character()
    {
        foreach (var text in new[] { new string('a', 10_000), string.Concat(Enumerable.Repeat("😀", 5_000)), "x" + string.Concat(Enumerable.Repeat("😀", 5_000)) })
        {
            var quoted = QuotedText.Quote(text)!;
            Assert.InRange(quoted.Length, QuotedText.LengthMax - 2, QuotedText.LengthMax + 2);
            Assert.EndsWith("…»", quoted);
            Assert.DoesNotContain('\ufffd', new string([.. quoted.EnumerateRunes().SelectMany(rune => rune.ToString())]));
        }
    }

    [Fact]
    public void Exactly_as_long_as_allowed_is_not_cut() =>
        Assert.Equal($"«{new string('a', QuotedText.LengthMax)}»", QuotedText.Quote(new string('a', QuotedText.LengthMax)));

    [Fact]
    public void Stacks_of_combining_marks_are_thinned() =>
        Assert.Equal("«a\u0301\u0301b»", QuotedText.Quote("a" + new string('\u0301', 50) + "b"));
}
